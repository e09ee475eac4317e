package io.mehari.learning;

import java.io.IOException;

/** The journal has no room: its records wait for the database. */
final class JournalFullException extends IOException {
    private static final long serialVersionUID = 1;

    JournalFullException(long most) {
        super("The learning journal has reached its " + most + " bytes (mehari.learning.max-journal)");
    }
}
