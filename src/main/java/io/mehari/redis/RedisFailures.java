package io.mehari.redis;

import io.mehari.text.Causes;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisLoadingException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.RedisWrongPasswordException;

/** Failures of Redis in words of ours: those of its client have commands with what was sent, which may be secret. Stateless. */
public final class RedisFailures {
    private RedisFailures() {}

    /**
     * What happened.
     *
     * @param failure of any stage
     * @return a few words
     */
    public static String text(Throwable failure) {
        String text = Causes.unwrapped(failure).getClass().getSimpleName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause); // the innermost says most
            text = known == null ? text : known;
        }
        return text;
    }

    /**
     * Whether a value is of another type than it was asked for as.
     *
     * @param failure of any stage
     * @return true if someone else has written it
     */
    public static boolean isWrongType(Throwable failure) {
        return Causes.unwrapped(failure) instanceof RedisException known
                && String.valueOf(known.getMessage()).startsWith("WRONGTYPE");
    }

    /**
     * Whether a failure is of a kind, or comes from one.
     *
     * @param failure of any stage
     * @param kind of an exception
     * @return true for the failure itself and each of its causes
     */
    static boolean isOf(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String known(Throwable cause) {
        if (cause instanceof RedisWrongPasswordException || says(cause, "WRONGPASS")) {
            return "it does not accept mehari.redis.username and mehari.redis.password";
        }
        if (cause instanceof RedisAuthRequiredException || says(cause, "NOAUTH")) {
            return "it wants a password: set mehari.redis.password";
        }
        if (cause instanceof RedisOutOfMemoryException) {
            return "its memory is full";
        }
        if (cause instanceof RedisLoadingException) {
            return "it is still loading its data";
        }
        if (cause instanceof RedisTimeoutException) {
            return "it does not answer";
        }
        return cause instanceof RedisConnectionException ? "it cannot be reached" : null;
    }

    private static boolean says(Throwable cause, String code) {
        return String.valueOf(cause.getMessage()).contains(code);
    }
}
