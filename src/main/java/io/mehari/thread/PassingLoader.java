package io.mehari.thread;

/** A class loader that goes while the process stays, and whose parent does not. */
public interface PassingLoader {
    /**
     * What is behind it.
     *
     * @return as {@link ClassLoader#getParent()}
     */
    ClassLoader getParent();
}
