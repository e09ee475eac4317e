package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Jars with a manifest and nothing else. */
final class ManifestJar {
    private ManifestJar() {}

    /** What a packaged gateway looks like from outside. */
    static Path likeTheGateway(Path file) throws IOException {
        return write(file, Map.of(Attributes.Name.IMPLEMENTATION_TITLE, "Mehari", Attributes.Name.MAIN_CLASS, "a.B"));
    }

    /** A jar with these attributes in its manifest. */
    static Path write(Path file, Map<Attributes.Name, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::put);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }
}
