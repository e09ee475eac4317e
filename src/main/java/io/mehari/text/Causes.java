package io.mehari.text;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** What an exception comes from, and its messages in one line for a person who has to fix a file. Stateless. */
public final class Causes {
    private static final int MOST = 4;

    private Causes() {}

    /**
     * The messages of the first four exceptions in the chain, without repetitions.
     *
     * @param failure the exception
     * @return joined by semicolons; the name of its class if there is no message
     */
    public static String of(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null && messages.size() < MOST; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && messages.stream().noneMatch(earlier -> earlier.contains(message))) {
                messages.add(message.strip());
            }
        }
        return messages.isEmpty() ? failure.getClass().getSimpleName() : String.join("; ", messages);
    }

    /**
     * What a stage of a future ended with, without the exception that stages wrap it in.
     *
     * @param failure of any stage; may be null
     * @return the cause of a {@link CompletionException} that has one; everything else as it is
     */
    public static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
