package io.mehari.reload.live;

import io.mehari.configuration.ChangedKey;
import io.mehari.endpoint.http.tls.TlsFront;
import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The certificate of the data plane and its key: new connections get the new one, those that are open keep theirs. */
final class CertificatePart implements ConfigPart {
    private final TlsSettings settings;
    private final TlsFront front;
    private final WatchedFile files;
    private FileDigests digests;

    /**
     * The certificate that was read at the start.
     *
     * @param settings name the files
     * @param front takes another one
     */
    CertificatePart(TlsSettings settings, TlsFront front) {
        this.settings = settings;
        this.front = front;
        this.files = new WatchedFile(() -> paths(settings));
        this.digests = FileDigests.of(paths(settings));
    }

    /** Both files. */
    static List<Path> paths(TlsSettings settings) {
        return Stream.of(settings.certificate(), settings.key())
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
    }

    @Override
    public Optional<ConfigChange> look() throws RefusedChangeException {
        if (!files.hasChanged() || files.isAsHeld()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Change(front.readAgain(settings)));
        } catch (StartFailureException e) {
            throw new RefusedChangeException(e.getMessage());
        }
    }

    @Override
    public boolean holds() {
        return files.isAsHeld();
    }

    @Override
    public void forget() {
        files.forget();
    }

    private final class Change implements ConfigChange {
        private final TlsFront next;
        private final FileDigests now = FileDigests.of(paths(settings));
        private final FileDigests then = digests;
        private TlsFront before;
        private Runnable untaken;

        Change(TlsFront next) {
            this.next = next;
        }

        @Override
        public void propose() {
            // no route depends on it
        }

        @Override
        public void take() {
            before = front.take(next);
            digests = now;
            untaken = files.taken();
        }

        @Override
        public void undo() {
            front.take(before);
            digests = then;
            untaken.run();
        }

        /** The certificate by its digest; of the key nothing is said. */
        @Override
        public List<ChangedKey> keys() {
            Path certificate = paths(settings).get(0);
            return List.of(new ChangedKey(
                    "mehari.data.tls.certificate",
                    then.byPath().get(certificate),
                    now.byPath().get(certificate)));
        }
    }
}
