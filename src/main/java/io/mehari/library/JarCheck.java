package io.mehari.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks into a jar before any class of it is loaded. */
final class JarCheck {
    private static final Pattern OF_CAMEL =
            Pattern.compile("META-INF/maven/org\\.apache\\.camel/([^/]+)/pom\\.properties");

    private static final String GATEWAY = "io/mehari/MehariApplication.class";

    private JarCheck() {}

    /**
     * Checks a jar.
     *
     * @param jar the file to read
     * @param name how people call it
     * @throws InvalidLibraryException if it is no jar, the gateway itself, or of another version of Camel
     */
    static void check(Path jar, String name) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            if (file.getEntry(GATEWAY) != null) {
                throw new InvalidLibraryException(
                        name + ": it is the gateway itself. Choose a folder of your own by --plugins or"
                                + " mehari.plugins.directory",
                        null);
            }
            var entries = file.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                Matcher camel = OF_CAMEL.matcher(entry.getName());
                if (camel.matches()) {
                    refuseOther(file, entry, camel.group(1), name);
                }
            }
        } catch (IOException e) {
            throw new InvalidLibraryException(
                    name + ": it is no jar, or only a part of one: " + e.getMessage() + ". Copy it again, or remove it",
                    e);
        }
    }

    private static void refuseOther(JarFile file, JarEntry entry, String artifact, String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = file.getInputStream(entry)) {
            properties.load(stream);
        } catch (IllegalArgumentException e) {
            throw new IOException(entry.getName() + " cannot be read", e);
        }
        String version = properties.getProperty("version", "");
        String own = CamelVersion.get();
        if (!own.isEmpty() && !version.isEmpty() && !version.equals(own)) {
            throw new InvalidLibraryException(
                    name + ": " + artifact + " is of Apache Camel " + version + ", the gateway's is " + own
                            + ". Remove it; `mehari add " + artifact + "` fetches the right one",
                    null);
        }
    }
}
