package io.mehari.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Answered;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.ToolSource;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The pipeline of a gateway with the shipped routes and every example, and the systems that these talk to. */
final class ExamplesFixture implements AutoCloseable {
    static final Path EXAMPLES = Path.of("docs/examples");
    static final String DATABASE = "jdbc:h2:mem:orders-example;DB_CLOSE_DELAY=-1";
    static final String PASSWORD = "of-this-test";

    /** Starts a broker inside this JVM with the first connection, and ends it with the last. */
    static final String BROKER = "vm://incidents?broker.persistent=false&broker.useJmx=false";

    final HttpSystem http = new HttpSystem();
    final Path folder;
    final GatewayFixture gateway;

    ExamplesFixture(Path directory) throws Exception {
        folder = Files.createDirectory(directory.resolve("files"));
        gateway = new GatewayFixture(
                directory,
                Tools.settings("files"),
                settings(http.address(), folder).entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        ObjectNode checked = Tools.definition("checked");
        gateway.catalog.replace(
                ToolSource.of(Tools.settings("files")),
                List.of(
                        Tools.definition("read"),
                        checked,
                        Tools.definition("move_file"),
                        Tools.definition("write_file")));
        gateway.upstream.answerWith(call -> call.answer("fine"));
        for (String example : names()) {
            FileSystemUtils.copyRecursively(EXAMPLES.resolve(example), gateway.routes);
        }
        gateway.reload();
    }

    /** The settings that examples ask for. */
    static Map<String, String> settings(String http, Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("orders.database.url", DATABASE);
        settings.put("orders.database.password", PASSWORD);
        settings.put("orders.url", http);
        settings.put("orders.drop.directory", folder.toString());
        settings.put("plans.directory", folder.toString());
        settings.put("incidents.broker.url", BROKER);
        settings.put("approval.url", http + "/approval");
        settings.put("approval.tools", "files/move_file,files/checked");
        settings.put("crm.url", http + "/crm");
        settings.put("tickets.url", http + "/tickets");
        settings.put("status.period", "200");
        return settings;
    }

    /** Names of the folders of examples. */
    static List<String> names() {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ToolCallResult call(String tool, String arguments) {
        return gateway.outcome("camel", tool, arguments);
    }

    /** The first item of what a tool that is a route answers. */
    JsonNode content(String tool, String arguments) {
        ToolCallResult result = call(tool, arguments);
        assertThat(result).as(tool + ": " + result.message()).isInstanceOf(Success.class);
        return ((Success) result).result().at("/content/0");
    }

    /** All that is answered, whatever it is. */
    static String said(ToolCallResult result) {
        return result instanceof Answered answered ? answered.result().toString() : result.message();
    }

    @Override
    public void close() {
        gateway.close();
        http.close();
    }
}
