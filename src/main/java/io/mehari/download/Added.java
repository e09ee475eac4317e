package io.mehari.download;

import java.util.List;
import java.util.Map;

/**
 * What a download has put into the folder of plugins.
 *
 * @param jars in order of their names
 * @param ofGateway versions of artifacts that were asked for in another one and are the gateway's own
 * @param besides jars in the folder that are other versions of those that were added
 */
public record Added(List<Jar> jars, Map<String, String> ofGateway, List<String> besides) {
    /**
     * A file.
     *
     * @param name of the file
     * @param size in bytes
     */
    public record Jar(String name, long size) {}

    /** Size of all files, in bytes. */
    public long size() {
        return jars.stream().mapToLong(Jar::size).sum();
    }
}
