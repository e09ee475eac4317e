package io.mehari.reload.live;

import io.mehari.configuration.ChangedKey;
import io.mehari.heartbeat.HeartbeatFile;
import io.mehari.heartbeat.HeartbeatSettings;
import io.mehari.heartbeat.InvalidHeartbeatException;
import java.util.List;
import java.util.Optional;

/** {@code heartbeat.json}: holds together with the other files; where it is gone the defaults hold. */
final class HeartbeatPart implements ConfigPart {
    private final HeartbeatFile heartbeats;
    private final WatchedFile file;
    private FlatFile flat;

    /**
     * The file that was read at the start.
     *
     * @param heartbeats takes other settings, and leaves looking at the file to this
     */
    HeartbeatPart(HeartbeatFile heartbeats) {
        this.heartbeats = heartbeats;
        this.file = new WatchedFile(() -> List.of(heartbeats.path()));
        this.flat = text();
        heartbeats.leaveToOthers();
    }

    private FlatFile text() {
        return FlatFile.of("heartbeat", heartbeats.path());
    }

    @Override
    public Optional<ConfigChange> look() throws RefusedChangeException {
        if (!file.looksDifferent() || file.isAsHeld()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Change(heartbeats.inspect()));
        } catch (InvalidHeartbeatException e) {
            throw new RefusedChangeException(heartbeats.path() + ": " + String.join("; ", e.problems()));
        }
    }

    @Override
    public boolean holds() {
        return file.isAsHeld();
    }

    @Override
    public void forget() {
        file.forget();
    }

    private final class Change implements ConfigChange {
        private final HeartbeatSettings next;
        private final FlatFile now = text();
        private final FlatFile then = flat;
        private Runnable before;
        private Runnable untaken;

        Change(HeartbeatSettings next) {
            this.next = next;
        }

        @Override
        public void propose() {
            // no route depends on it
        }

        @Override
        public void take() {
            before = heartbeats.use(next);
            flat = now;
            untaken = file.taken();
        }

        @Override
        public void undo() {
            before.run();
            flat = then;
            untaken.run();
        }

        @Override
        public List<ChangedKey> keys() {
            return now.changesSince(then);
        }
    }
}
