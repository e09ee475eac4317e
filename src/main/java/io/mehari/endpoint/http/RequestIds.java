package io.mehari.endpoint.http;

import java.util.concurrent.ThreadLocalRandom;

/** Makes ids of requests: the caller's own if it is safe to log, else 128 random bits. They are names, not secrets. */
final class RequestIds {
    private static final int MAX_LENGTH = 64;
    private static final int LENGTH = 26;
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private RequestIds() {}

    /**
     * The id of a request.
     *
     * @param proposed what the caller proposes; null for nothing
     * @return the proposed id if it is 1 to 64 of {@code A-Z a-z 0-9 . _ -}, else a new one
     */
    static String of(String proposed) {
        return proposed != null && isSafe(proposed) ? proposed : next();
    }

    /**
     * A new id.
     *
     * @return 26 digits in base 32
     */
    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] id = new char[LENGTH];
        fill(id, 0, random.nextLong());
        fill(id, LENGTH / 2, random.nextLong());
        return new String(id);
    }

    private static void fill(char[] id, int from, long bits) {
        long rest = bits;
        for (int i = from; i < from + LENGTH / 2; i++) {
            id[i] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
    }

    private static boolean isSafe(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean safe = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!safe) {
                return false;
            }
        }
        return true;
    }
}
