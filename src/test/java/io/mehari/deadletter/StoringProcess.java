package io.mehari.deadletter;

import io.mehari.call.Outcome;
import io.mehari.database.DatabasePoolSettings;
import io.mehari.database.DatabaseSettings;
import io.mehari.database.SharedDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A process of its own that stores letters until it is killed, and prints the id of each one that is stored. */
final class StoringProcess {
    private static final int AT_ONCE = 8;
    private static final int FLOOD_MEGABYTES = 4;

    /** Bytes of letters that are kept in a flood at most. */
    static final long FLOOD_BOUND = (long) FLOOD_MEGABYTES << 20;

    /** About the bytes of each letter in it. */
    static final long LARGE = 50_000;

    /** What the process does to the file of its database meanwhile. */
    enum Manner {
        /** Writes small letters, all of which are kept. */
        PLAINLY,
        /** Writes large letters, of which so few are kept that the room of others is used again all the time. */
        FLOODING,
        /** Writes its file anew after each commit. */
        REWRITING,
        /** Ends at once when a letter cannot be stored, since its file may not grow any more. */
        LIMITED,
        /** As plainly, into a PostgreSQL whose url stands in place of the directory. */
        SHARED,
        /** Claims each letter for a replay that never ends. */
        REPLAYING
    }

    private StoringProcess() {}

    /** The first argument is the directory of the database, the second the manner. */
    public static void main(String[] arguments) {
        Manner manner = Manner.valueOf(arguments[1]);
        if (manner == Manner.SHARED) {
            storeShared(arguments[0]);
        }
        Path directory = Path.of(arguments[0]);
        DeadLetterDatabase database = TestDatabase.in(directory);
        DeadLetterSettings settings =
                TestDatabase.settings(directory, 1000, 100, manner == Manner.FLOODING ? FLOOD_MEGABYTES : 256);
        DeadLetters letters = new DeadLetters(database, settings, Clock.systemUTC());
        if (manner == Manner.REPLAYING) {
            replay(letters, new DeadLetterReplays(letters, database));
        }
        for (int i = 0; ; i += AT_ONCE) {
            CompletableFuture<?>[] stored = new CompletableFuture<?>[AT_ONCE];
            for (int j = 0; j < AT_ONCE; j++) {
                stored[j] = store(letters, "letter-%09d".formatted(i + j), bytes(manner));
            }
            if (CompletableFuture.allOf(stored)
                    .handle((done, failure) -> failure != null)
                    .join()) {
                Runtime.getRuntime().halt(1);
            }
            if (manner == Manner.REWRITING) {
                database.rewrite();
            }
        }
    }

    private static void storeShared(String url) {
        DatabaseSettings settings = new DatabaseSettings(url, "postgres", "", new DatabasePoolSettings(2, 4));
        DeadLetters letters = DeadLetters.shared(
                SharedDatabase.begin(settings, DatabaseTables::bringUpToDateWithOthers),
                TestDatabase.settings(Path.of("unused")),
                Clock.systemUTC());
        for (int i = 0; ; i += AT_ONCE) {
            CompletableFuture<?>[] stored = new CompletableFuture<?>[AT_ONCE];
            for (int j = 0; j < AT_ONCE; j++) {
                stored[j] = store(letters, "letter-%09d".formatted(i + j), bytes(Manner.SHARED));
            }
            CompletableFuture.allOf(stored).join();
        }
    }

    private static int bytes(Manner manner) {
        return switch (manner) {
            case FLOODING -> (int) LARGE;
            case LIMITED -> 5_000;
            default -> 2;
        };
    }

    private static void replay(DeadLetters letters, DeadLetterReplays replays) {
        for (int i = 0; ; i++) {
            String id = "letter-%09d".formatted(i);
            DeadLetter letter =
                    DeadLetterReplaysTest.letter(id, Outcome.UNAVAILABLE, Withheld.NOTHING, TestLetters.NOON);
            ReplayClaim claim = new ReplayClaim(
                    "replay-of-" + id, "ops", Instant.now(), Instant.now().plusSeconds(600));
            letters.store(letter).join();
            replays.claim(id, claim, any -> Optional.empty()).join();
            System.out.println(id);
            System.out.flush();
        }
    }

    private static CompletableFuture<Void> store(DeadLetters letters, String id, int bytes) {
        return letters.store(TestLetters.large(id, bytes)).thenRun(() -> {
            System.out.println(id);
            System.out.flush();
        });
    }
}
