package io.mehari.thread;

/**
 * A thread of the gateway: it does not keep the process alive, and keeps no classes that go before it does. Any thread takes
 * over the class loader of the thread that makes it; within a step of a route that is the one of the jars in {@code plugins} as they were then,
 * which would be kept, and found by later generations of routes, as long as the thread lives.
 */
public final class GatewayThread extends Thread {
    /**
     * Not started yet.
     *
     * @param task what it runs
     * @param name as <em>docs/threads.md</em> has it
     */
    public GatewayThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
        keepOnlyWhatStays(this);
    }

    /**
     * The same for a thread that is made elsewhere.
     *
     * @param made not started yet
     * @return the same
     */
    public static Thread keepOnlyWhatStays(Thread made) {
        if (made.getContextClassLoader() instanceof PassingLoader passing) {
            made.setContextClassLoader(passing.getParent());
        }
        return made;
    }
}
