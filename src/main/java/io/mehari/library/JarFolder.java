package io.mehari.library;

import io.mehari.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars in a folder, in order of their names; folders in it, hidden files and others are left out.
 *
 * @param folder need not exist; null for none
 */
record JarFolder(Path folder) {
    /** Jars in a folder. */
    static final int MOST = 1_000;

    /** Bytes of all jars together: 1 GiB. */
    static final long LARGEST = 1L << 30;

    /** What they look like from outside: equal if nobody has touched one. Reads no content. */
    List<String> stamps() {
        List<String> stamps = new ArrayList<>();
        for (Path jar : jars()) {
            try {
                BasicFileAttributes file = Files.readAttributes(jar, BasicFileAttributes.class);
                stamps.add(
                        jar.getFileName() + " " + file.size() + " " + file.lastModifiedTime() + " " + file.fileKey());
            } catch (IOException e) {
                stamps.add(jar.getFileName() + " gone");
            }
        }
        return stamps;
    }

    /**
     * Copies the jars, and checks each copy.
     *
     * @param target an empty folder
     * @return the copies
     * @throws InvalidLibraryException if one cannot be read or used
     */
    Copies copyTo(Path target) {
        MessageDigest digest = Sha256.newDigest();
        List<Path> copies = new ArrayList<>();
        long left = LARGEST;
        for (Path jar : jars()) {
            String name = folder.getFileName() + "/" + jar.getFileName();
            Path copy = target.resolve(jar.getFileName().toString());
            try {
                left -= copy(jar, copy, digest);
            } catch (IOException e) {
                throw new InvalidLibraryException(name + ": it cannot be read: " + e.getMessage(), e);
            }
            copies.add(copy);
            if (left < 0 || copies.size() > MOST) {
                throw new InvalidLibraryException(
                        name + ": more than " + MOST + " jars, or more than 1 GiB of them, are not read", null);
            }
            JarCheck.check(copy, name);
        }
        return new Copies(copies, HexFormat.of().formatHex(digest.digest()));
    }

    private static long copy(Path jar, Path copy, MessageDigest digest) throws IOException {
        digest.update((jar.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
        long size = 0;
        byte[] part = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(jar);
                OutputStream out = Files.newOutputStream(copy)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                digest.update(part, 0, read);
                out.write(part, 0, read);
                size += read;
            }
        }
        return size;
    }

    private List<Path> jars() {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(JarFolder::isJar).sorted().toList();
        } catch (IOException e) {
            throw new InvalidLibraryException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isJar(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.startsWith(".") && !Files.isDirectory(file);
    }

    /**
     * Jars that were copied.
     *
     * @param jars in order of their names
     * @param digest SHA-256 of names and contents
     */
    record Copies(List<Path> jars, String digest) {}
}
