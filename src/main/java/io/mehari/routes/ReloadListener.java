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
     * The files cannot be run, the previous ones go on.
     *
     * @param reason file, place and reason, without secrets
     */
    void refused(String reason);
}
