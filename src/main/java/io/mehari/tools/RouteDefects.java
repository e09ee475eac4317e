package io.mehari.tools;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolRefusedException;
import io.mehari.component.aitool.ToolArgumentException;
import java.util.List;
import java.util.NoSuchElementException;

/** Which failures of a tool route cannot pass by themselves, so that nothing is tried about them. Stateless. */
final class RouteDefects {
    private static final int MOST_CAUSES = 20;

    /** What mistakes in a route, or in what it was given, throw. */
    private static final List<Class<? extends Throwable>> MISTAKES = List.of(
            NullPointerException.class,
            ClassCastException.class,
            IllegalArgumentException.class,
            IndexOutOfBoundsException.class,
            ArithmeticException.class,
            UnsupportedOperationException.class,
            NoSuchElementException.class,
            Error.class);

    private RouteDefects() {}

    /**
     * Whether a failure can pass by itself. Not so is what the route says of its arguments, a call inside that was refused
     * or has been through its own recovery, and a mistake in the route.
     *
     * @param failure of a route
     * @return true if the call is worth to be given to a recovery route
     */
    static boolean canPass(Throwable failure) {
        Throwable cause = failure;
        Throwable root = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof ToolArgumentException || cause instanceof ToolRefusedException) {
                return false;
            }
            if (cause instanceof ToolCallException call) {
                return !call.isRecoveryTried() && canPass(call.result().outcome());
            }
            root = cause;
            cause = cause.getCause();
        }
        Throwable innermost = root;
        return MISTAKES.stream().noneMatch(mistake -> mistake.isInstance(innermost));
    }

    /** An error that a server has answered, and a defect, are the same the next time. */
    private static boolean canPass(Outcome outcome) {
        return outcome.isFailure() && outcome != Outcome.UPSTREAM_ERROR && outcome != Outcome.INTERNAL;
    }
}
