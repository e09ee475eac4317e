package io.mehari.deadletter;

import java.nio.file.Path;

/** A process of its own that opens a new file as a start does, and ends. */
final class OpeningProcess {
    private OpeningProcess() {}

    /** The argument is the directory of the database. */
    public static void main(String[] arguments) {
        try (DeadLetterDatabase database =
                DeadLetterDatabase.openMigrated(TestDatabase.settings(Path.of(arguments[0])))) {
            System.out.println("letters: " + new DeadLetterTable(database, false).count());
        }
    }
}
