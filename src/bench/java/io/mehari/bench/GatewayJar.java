package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A build of the gateway: the jar that {@code java -jar} runs.
 *
 * @param file where it is
 */
record GatewayJar(Path file) {
    private static final String ADVICE = "give the target/mehari-*.jar that ./mvnw package made of the old sources";

    /**
     * The build in this file.
     *
     * @param option where the file was named, for the message
     * @throws IllegalArgumentException if there is no such file, or it is not a packaged gateway
     */
    static GatewayJar of(String option, String name) {
        Path file = Path.of(name).toAbsolutePath();
        if (!Files.exists(file)) {
            throw refused(option, name, "does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw refused(option, name, "is not a file");
        }
        if (!runs(option, file)) {
            throw refused(option, name, "is not a packaged Mehari");
        }
        return new GatewayJar(file);
    }

    private static boolean runs(String option, Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest != null && runs(manifest.getMainAttributes());
        } catch (IOException e) {
            throw refused(option, file.toString(), "cannot be read as a jar (" + e.getMessage() + ")");
        }
    }

    private static boolean runs(Attributes manifest) {
        return "Mehari".equals(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE))
                && manifest.getValue(Attributes.Name.MAIN_CLASS) != null;
    }

    private static IllegalArgumentException refused(String option, String name, String reason) {
        return new IllegalArgumentException("%s: %s %s; %s".formatted(option, name, reason, ADVICE));
    }

    /**
     * A copy that nobody builds anew while it is measured.
     *
     * @param copy the file to write
     */
    GatewayJar copiedTo(Path copy) throws IOException {
        return new GatewayJar(Files.copy(file, copy));
    }

    /** Whether both are the same file, so that building one has replaced the other. */
    boolean sameFile(GatewayJar other) throws IOException {
        return Files.isSameFile(file, other.file);
    }

    /** The first digits of its SHA-256, which tell builds of the same name apart. */
    String fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(Files.readAllBytes(file)))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
