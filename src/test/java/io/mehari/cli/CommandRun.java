package io.mehari.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * A command of {@code mehari} that has run in this JVM.
 *
 * @param status with which a process would have ended
 * @param out what it printed
 * @param err what it printed to standard error
 */
public record CommandRun(int status, String out, String err) {
    /** Runs one, with these variables as its environment. */
    public static CommandRun of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLineInterface(environment)
                .execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
