package io.mehari.history;

import io.mehari.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Files by name with their content, at one moment. Immutable; contents are not to be changed.
 *
 * @param files bytes by name
 */
public record FileSet(SortedMap<String, byte[]> files) {
    /** Keeps a copy of the map. */
    public FileSet {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** {@return SHA-256 over names and contents, as 64 hexadecimal digits} */
    public String digest() {
        MessageDigest digest = Sha256.newDigest();
        files.forEach((name, content) -> {
            digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return SHA-256 of each content by name} */
    public SortedMap<String, String> digests() {
        SortedMap<String, String> digests = new TreeMap<>();
        files.forEach((name, content) -> digests.put(name, digest(content)));
        return digests;
    }

    /**
     * The hash of one content.
     *
     * @param content of a file
     * @return 64 hexadecimal digits
     */
    public static String digest(byte[] content) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(content));
    }

    /**
     * The same files but for some.
     *
     * @param changes contents by name; null for a file that goes
     * @return new
     */
    public FileSet with(Map<String, byte[]> changes) {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        changes.forEach((name, content) -> {
            if (content == null) {
                all.remove(name);
            } else {
                all.put(name, content);
            }
        });
        return new FileSet(all);
    }

    /**
     * Some of the files.
     *
     * @param wanted chooses by name
     * @return new
     */
    public FileSet of(Predicate<String> wanted) {
        SortedMap<String, byte[]> some = new TreeMap<>(files);
        some.keySet().removeIf(wanted.negate());
        return new FileSet(some);
    }
}
