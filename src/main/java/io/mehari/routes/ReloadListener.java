package io.mehari.routes;

import io.mehari.component.generation.Generation;

/** Is told what became of route files that were read again. Called on the thread of changes: must not wait or throw. */
public interface ReloadListener {
    /** Nobody. */
    ReloadListener NONE = new ReloadListener() {
        @Override
        public void served(Generation generation) {
            // nobody listens
        }

        @Override
        public void fixedServed(int number, String fingerprint, int routes) {
            // nobody listens
        }

        @Override
        public void refused(String reason) {
            // nobody listens
        }
    };

    /**
     * The files serve.
     *
     * @param generation what was made of them
     */
    void served(Generation generation);

    /**
     * The files of {@code endpoint/} and {@code maintenance/} run, which had changed.
     *
     * @param number of the set, from 1
     * @param fingerprint SHA-256 over names and contents of the files
     * @param routes how many there are
     */
    void fixedServed(int number, String fingerprint, int routes);

    /**
     * The files cannot be run, the previous ones go on.
     *
     * @param reason file, place and reason, without secrets
     */
    void refused(String reason);
}
