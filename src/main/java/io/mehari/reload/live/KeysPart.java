package io.mehari.reload.live;

import io.mehari.security.KeysFileWatch;
import java.util.Optional;

/**
 * The file of keys, which is read by itself: a key that was taken away ends although another file is wrong. Where it is
 * wrong itself nothing else changes either.
 */
final class KeysPart implements ConfigPart {
    private final KeysFileWatch keys;
    private String told = "";

    /** @param keys takes the keys of the file as soon as it has changed */
    KeysPart(KeysFileWatch keys) {
        this.keys = keys;
    }

    @Override
    public Optional<ConfigChange> look() throws RefusedChangeException {
        keys.look();
        String problem = keys.problem().orElse("");
        boolean known = problem.equals(told);
        told = problem;
        if (!known && !problem.isEmpty()) {
            throw new RefusedChangeException(problem);
        }
        return Optional.empty();
    }

    @Override
    public boolean holds() {
        return keys.problem().isEmpty();
    }

    @Override
    public void forget() {
        told = "";
    }
}
