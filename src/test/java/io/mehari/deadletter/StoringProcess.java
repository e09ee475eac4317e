package io.mehari.deadletter;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** A process of its own that stores letters until it is killed, and prints the id of each one that is stored. */
final class StoringProcess {
    private static final int AT_ONCE = 8;

    /** What the process does to the file of its database meanwhile. */
    enum Manner {
        /** Writes small letters, all of which are kept. */
        PLAINLY,
        /** Writes large letters, of which so few are kept that the room of others is used again all the time. */
        FLOODING,
        /** Writes its file anew after each commit. */
        REWRITING
    }

    private StoringProcess() {}

    /** The first argument is the directory of the database, the second the manner. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        Manner manner = Manner.valueOf(arguments[1]);
        DeadLetterDatabase database = TestDatabase.in(directory);
        DeadLetterSettings settings = TestDatabase.settings(directory, 1000, 100, manner == Manner.FLOODING ? 4 : 256);
        DeadLetters letters = new DeadLetters(database, settings, Clock.systemUTC());
        for (int i = 0; ; i += AT_ONCE) {
            CompletableFuture<?>[] stored = new CompletableFuture<?>[AT_ONCE];
            for (int j = 0; j < AT_ONCE; j++) {
                stored[j] = store(letters, "letter-%09d".formatted(i + j), manner == Manner.FLOODING ? 50_000 : 2);
            }
            CompletableFuture.allOf(stored).join();
            if (manner == Manner.REWRITING) {
                database.rewrite();
            }
        }
    }

    private static CompletableFuture<Void> store(DeadLetters letters, String id, int bytes) {
        return letters.store(TestLetters.large(id, bytes)).thenRun(() -> {
            System.out.println(id);
            System.out.flush();
        });
    }
}
