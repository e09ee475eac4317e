package io.mehari.library;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar as somebody else would build it: classes compiled from source text, and further files. */
public final class PluginJar {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<JavaFileObject> sources = new ArrayList<>();

    /** Adds a class; its first line is the package. */
    public PluginJar java(String name, String source) {
        sources.add(
                new SimpleJavaFileObject(
                        URI.create("source:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return source;
                    }
                });
        return this;
    }

    /** Adds a file. */
    public PluginJar file(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A component {@code acme:}, whose answer is an option, or what the jar was built with. */
    public static PluginJar acme(String answer) {
        return new PluginJar()
                .file("META-INF/services/org/apache/camel/component/acme", "class=acme.AcmeComponent")
                .java("acme.AcmeComponent", """
                        package acme;
                        public class AcmeComponent extends org.apache.camel.support.DefaultComponent {
                            private String answer = "%s";
                            public String getAnswer() { return answer; }
                            public void setAnswer(String answer) { this.answer = answer; }
                            @Override
                            protected org.apache.camel.Endpoint createEndpoint(
                                    String uri, String remaining, java.util.Map<String, Object> parameters) {
                                return new org.apache.camel.support.ProcessorEndpoint(uri, this,
                                        exchange -> exchange.getMessage().setBody(answer));
                            }
                        }
                        """.formatted(answer));
    }

    /** Writes the jar beside its place and moves it there. */
    public Path writeTo(Path jar) throws IOException {
        compile();
        Files.createDirectories(jar.getParent());
        Path part = Files.createTempFile(jar.getParent(), ".part", "");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry named = new ZipEntry(entry.getKey());
                named.setTime(0);
                zip.putNextEntry(named);
                zip.write(entry.getValue());
            }
        }
        return Files.move(part, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void compile() {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null))) {
            boolean good = compiler.getTask(null, files, null, List.of("-proc:none"), null, sources)
                    .call();
            if (!good) {
                throw new IllegalStateException("The source does not compile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sources.clear();
    }

    /** Puts what the compiler writes into the jar. */
    private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            String entry = name.replace('.', '/') + ".class";
            return new SimpleJavaFileObject(URI.create("class:///" + entry), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            entries.put(entry, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
