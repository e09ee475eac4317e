package io.mehari.download;

import io.mehari.text.Causes;
import io.mehari.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.aether.RepositoryException;

/** Fetches one jar of which every byte is known before, without what it needs. Safe for concurrent use. */
public final class JarDownload {
    private final List<String> repositories;

    /**
     * A download.
     *
     * @param repositories addresses of Maven repositories; Maven Central if there is none
     */
    public JarDownload(List<String> repositories) {
        this.repositories = repositories.isEmpty() ? List.of(PluginDownload.CENTRAL) : List.copyOf(repositories);
    }

    /**
     * Fetches a jar into a file. Blocks.
     *
     * @param wanted the jar
     * @param sha256 its digest, in hexadecimal digits: whoever alters the jar must not get it run
     * @param file where it is put; replaced if it is there, and untouched if the jar cannot be fetched
     * @param otherwise what to do where there is no network
     * @throws DownloadFailedException if the jar cannot be fetched, or is another one
     * @throws IOException if the file cannot be written
     */
    public void fetch(Coordinates wanted, String sha256, Path file, String otherwise) throws IOException {
        Path cache = Files.createTempDirectory("mehari.jar-");
        try {
            Path jar = new MavenRepository(Repositories.of(repositories), cache).jarOf(wanted);
            if (!digest(jar).equals(sha256)) {
                throw new DownloadFailedException(
                        wanted + " cannot be taken: it is not the jar that this gateway knows",
                        "A repository or a proxy alters files. " + otherwise,
                        null);
            }
            Files.copy(jar, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (RepositoryException e) {
            throw new DownloadFailedException(wanted + " cannot be fetched: " + Causes.of(e), otherwise, e);
        } finally {
            PluginDownload.delete(cache);
        }
    }

    private static String digest(Path jar) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
