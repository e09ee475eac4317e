package io.mehari.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.core.env.Environment;

/**
 * A kept version that a gateway starts from, since the files on disk cannot be used.
 *
 * @param version the version
 * @param folder has its files: {@code routes/} and {@code config/}
 * @param servers the list of servers in that folder; need not exist
 * @param reason what is wrong with the files on disk
 */
public record LastGood(KeptVersion version, Path folder, Path servers, String reason) {
    /** Property with the folder that is read at the start instead of the working directory. */
    public static final String FOLDER = "io.mehari.start-folder";

    /**
     * Where the files are that are read at the start only.
     *
     * @param environment of the gateway
     * @return the working directory, unless it starts from a kept version
     */
    public static Path folder(Environment environment) {
        return Path.of(environment.getProperty(FOLDER, ""));
    }

    /**
     * Lays out the last version that was taken.
     *
     * @param history folder of the kept versions
     * @param places where the files are that cannot be used
     * @param reason what is wrong with them
     * @return empty if none is kept, or it does not have the list of servers that is asked for
     * @throws IOException if it cannot be laid out
     */
    public static Optional<LastGood> layOut(Path history, Places places, String reason) throws IOException {
        VersionStore store = new VersionStore(history, Integer.MAX_VALUE);
        Optional<KeptVersion> good = store.lastGood(places.home());
        if (good.isEmpty() || places.isServersElsewhere() && !good.get().files().containsKey(places.serversName())) {
            return Optional.empty();
        }
        Path folder = FileFolder.fill(history, "start", store.files(good.get()));
        return Optional.of(new LastGood(good.get(), folder, folder.resolve(places.serversName()), reason));
    }

    /** {@return one sentence for people: which version runs, and why} */
    public String explained() {
        return "The files on disk cannot be used, so the gateway started from version " + version.number() + " of "
                + version.at() + ", the last that was taken. Mend the files, or roll them back with 'mehari rollback "
                + version.number() + "'. What is wrong: " + reason;
    }
}
