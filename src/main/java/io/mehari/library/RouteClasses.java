package io.mehari.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.camel.RoutesBuilder;

/** The class files of the Java routes that a jar names. */
final class RouteClasses {
    private static final String SERVICE = "META-INF/services/" + RoutesBuilder.class.getName();

    private RouteClasses() {}

    /** Their bytes, one character each; in them stand the addresses of their routes. */
    static List<String> in(Path jar) throws IOException {
        List<String> texts = new ArrayList<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            ZipEntry service = file.getEntry(SERVICE);
            if (service == null) {
                return texts;
            }
            for (String line : textOf(file, service).lines().toList()) {
                String name = line.replaceFirst("#.*", "").strip();
                ZipEntry type = name.isEmpty() ? null : file.getEntry(name.replace('.', '/') + ".class");
                if (type != null) {
                    texts.add(textOf(file, type));
                }
            }
        }
        return texts;
    }

    private static String textOf(ZipFile file, ZipEntry entry) throws IOException {
        try (InputStream stream = file.getInputStream(entry)) {
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
