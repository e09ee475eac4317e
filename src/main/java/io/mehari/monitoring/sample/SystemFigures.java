package io.mehari.monitoring.sample;

/**
 * What the process and its machine are busy with, at one moment. Whatever is not known here is negative.
 *
 * @param systemCpu how busy the processors of the machine, or of the container, are: 0 to 1
 * @param processCpu how busy this process keeps them: 0 to 1 for all of them
 * @param memory share of memory that is taken, 0 to 1: of the machine or container without what can be reclaimed
 *     (caches of files), or of the heap after its last collection, whichever is larger
 * @param heapUsed bytes of the heap in use, garbage included
 * @param heapMax bytes the heap may take
 * @param rss bytes of the process in memory
 * @param threads threads of the process
 * @param descriptors open files and sockets
 * @param maxDescriptors how many there may be
 * @param children child processes and theirs
 */
public record SystemFigures(
        double systemCpu,
        double processCpu,
        double memory,
        long heapUsed,
        long heapMax,
        long rss,
        int threads,
        long descriptors,
        long maxDescriptors,
        long children) {}
