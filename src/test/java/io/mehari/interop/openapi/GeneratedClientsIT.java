package io.mehari.interop.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that openapi-generator makes of the documents, in Java and TypeScript: they compile, and they call. */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES, Requirement.PYTHON, Requirement.PYTHON_PACKAGES})
class GeneratedClientsIT extends DescribedGatewayTest {
    private static final Path GENERATOR =
            Path.of("target/tools/openapi-generator-cli.jar").toAbsolutePath();
    private static final Path TSC = NpmPackages.DIRECTORY.resolve("node_modules/typescript/bin/tsc");

    @Test
    void clientInJavaCalls() throws IOException, ReflectiveOperationException {
        Path sources = java("/everything/openapi.json");
        Files.writeString(sources.resolve("client/Main.java"), """
                package client;

                import client.api.DefaultApi;
                import client.model.EchoFormModel;

                public final class Main {
                    public static Object call(String base) throws Exception {
                        ApiClient api = new ApiClient();
                        api.updateBaseUri(base);
                        return new DefaultApi(api).toolEchoPost(new EchoFormModel().message("from Java"));
                    }
                }
                """);

        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {compiled(sources).toUri().toURL()})) {
            Object answer = classes.loadClass("client.Main")
                    .getMethod("call", String.class)
                    .invoke(null, gateway.base() + "/everything");

            assertThat(answer).isEqualTo("Echo: from Java");
        }
    }

    @Test
    void clientInTypeScriptCalls() throws IOException {
        Path client = typescript("/everything/openapi.json");
        Path script = Files.writeString(client.resolve("main.cjs"), """
                const { Configuration, DefaultApi } = require("./js/index.js");
                const api = new DefaultApi(new Configuration({ basePath: process.argv[2] }));
                api.toolEchoPost({ echoFormModel: { message: "from TypeScript" } }).then((answer) => console.log(answer));
                """);

        assertThat(Requirement.NODE.run(script.toString(), gateway.base() + "/everything"))
                .isEqualToIgnoringNewLines("Echo: from TypeScript");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/awkward/openapi.json", "/filesystem/openapi.json", "/api/v1/openapi.json"})
    void clientsCompile(String path) throws IOException {
        compiled(java(path));
        typescript(path);
    }

    private static Path java(String path) throws IOException {
        Path client = generated(
                path,
                "java",
                List.of(
                        "--library=native",
                        "--additional-properties=openApiNullable=false,useJakartaEe=true,apiPackage=client.api,modelPackage=client.model,invokerPackage=client"));
        return client.resolve("src/main/java");
    }

    private static Path typescript(String path) throws IOException {
        Path client = generated(path, "typescript-fetch", List.of());
        Requirement.NODE.run(
                TSC.toString(),
                "--target",
                "es2022",
                "--module",
                "commonjs",
                "--strict",
                "--noEmitOnError",
                "--outDir",
                client.resolve("js").toString(),
                client.resolve("index.ts").toString());
        return client;
    }

    private static Path generated(String path, String language, List<String> options) throws IOException {
        Path document = gateway.file(path);
        Path client = directory.resolve(language + "-" + document.getFileName());
        List<String> command = Stream.concat(
                        Stream.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-jar",
                                GENERATOR.toString(),
                                "generate",
                                "--input-spec=" + document,
                                "--generator-name=" + language,
                                "--output=" + client),
                        options.stream())
                .toList();
        Commands.run(directory, Map.of(), command);
        return client;
    }

    private static Path compiled(Path sources) throws IOException {
        Path classes = Files.createDirectories(sources.resolveSibling("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (Stream<Path> files = Files.walk(sources);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-d", classes.toString(), "-nowarn", "-proc:none");
            boolean done = compiler.getTask(
                            problems, manager, null, options, null, manager.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(done).as(problems.toString()).isTrue();
        }
        return classes;
    }
}
