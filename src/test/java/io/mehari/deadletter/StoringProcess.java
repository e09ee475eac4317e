package io.mehari.deadletter;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** A process of its own that stores letters until it is killed, and prints the id of each one that is stored. */
final class StoringProcess {
    private static final int AT_ONCE = 8;

    private StoringProcess() {}

    /** The first argument is the directory of the database. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        DeadLetterDatabase database = TestDatabase.in(directory);
        DeadLetters letters = new DeadLetters(database, TestDatabase.settings(directory), Clock.systemUTC());
        for (int i = 0; ; i += AT_ONCE) {
            CompletableFuture<?>[] stored = new CompletableFuture<?>[AT_ONCE];
            for (int j = 0; j < AT_ONCE; j++) {
                stored[j] = store(letters, "letter-%09d".formatted(i + j));
            }
            CompletableFuture.allOf(stored).join();
        }
    }

    private static CompletableFuture<Void> store(DeadLetters letters, String id) {
        return letters.store(TestLetters.letter(id)).thenRun(() -> {
            System.out.println(id);
            System.out.flush();
        });
    }
}
