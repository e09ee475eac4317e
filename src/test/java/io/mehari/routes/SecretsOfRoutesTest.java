package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.launch.GatewayFixture;
import io.mehari.redaction.Redaction;
import io.mehari.support.Tools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What placeholders stand for is said nowhere: not in a refusal, not in the health, not in the log. */
class SecretsOfRoutesTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @TempDir
    static Path directory;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("crm.sys", "SYSSECRET77");
        gateway = new GatewayFixture(
                directory,
                Tools.settings("files"),
                "crm.token=TOPSECRET",
                "crm.odd=p&ODDSECRET=w?x",
                "crm.encoded=ENC SECRET/+%",
                "crm.url=nosuch://crm.example/api?key=URLSECRET",
                "crm.number=48151623");
        gateway.reload();
        LOG.start();
        ROOT.setLevel(Level.INFO);
        ROOT.addAppender(LOG);
    }

    @AfterAll
    static void close() {
        ROOT.detachAppender(LOG);
        ROOT.setLevel(Level.WARN);
        System.clearProperty("crm.sys");
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: 'log:x?token={{crm.token}}'",
                "to: {uri: 'log:x', parameters: {token: '{{crm.token}}'}}",
                "to: {uri: 'log:x', parameters: {level: '{{crm.token}}'}}",
                "to: 'log:x?level={{crm.odd}}'",
                "to: {uri: 'log:x', parameters: {level: '{{crm.odd}}'}}",
                "to: {uri: 'log:x', parameters: {level: '{{crm.encoded}}'}}",
                "to: 'log:x?level={{crm.encoded}}'",
                "to: '{{crm.url}}&x=y'",
                "to: 'nosuch:{{crm.token}}'",
                "to: 'direct:{{crm.token}}'",
                "to: 'mcp:files?tool={{crm.token}}&tol=x'",
                "to: 'log:x?level={{sys:crm.sys}}'",
                "to: 'log:x?level={{crm.number}}'",
                "setBody: {simple: '${nosuch {{crm.token}}'}",
                "setBody: {jq: {expression: '.[ {{crm.token}}'}}",
                "process: {ref: '{{crm.token}}'}",
                "bean: {ref: count, method: '{{crm.token}}'}",
                "process: {ref: '#class:{{crm.token}}'}",
                "throwException: {exceptionType: '{{crm.token}}', message: x}",
                "setBody: {constant: {expression: '{{crm.token}}', resultType: 'x.{{crm.token}}'}}"
            })
    void isHidden(String step) {
        LOG.list.clear();
        gateway.write("tools/bad.camel.yaml", route("ai-tool:bad", step));
        Throwable refusal = catchThrowable(gateway::reload);

        assertThat(refusal).isNotNull();
        assertThat(refusal.getCause().getMessage())
                .doesNotContain("SECRET", "48151623")
                .contains("tools/bad.camel.yaml");
        assertThat(gateway.generations.problem().orElse("")).doesNotContain("SECRET", "48151623");
        assertNothingLogged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ai-tool:bad?title={{crm.token}}&tol=x",
                "ai-tool:bad?server={{crm.token}}__x",
                "file:{{crm.token}}?nosuch={{crm.token}}",
                "timer:{{crm.token}}?nosuch={{crm.token}}",
                "netty-http:http://127.0.0.1:1/{{crm.token}}"
            })
    void isHiddenWhereRoutesBegin(String from) {
        LOG.list.clear();
        gateway.write("tools/bad.camel.yaml", route(from, "log: x"));
        Throwable refusal = catchThrowable(gateway::reload);

        assertThat(refusal.getCause().getMessage()).doesNotContain("SECRET").contains("tools/bad.camel.yaml");
        assertNothingLogged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timer:{{crm.token}}?period=1h",
                "timer:x?period={{crm.token}}",
                "ai-tool:good?title={{crm.token}}"
            })
    void isHiddenWhereTheSetServes(String from) {
        LOG.list.clear();
        gateway.write("tools/bad.camel.yaml", route(from, "to: 'log:x?marker={{crm.token}}'"));
        gateway.reload();
        gateway.delete("tools/bad.camel.yaml");
        gateway.reload();
        assertNothingLogged();
    }

    @Test
    void isHiddenInWhatAnExceptionSaysAtTheTimeOfACall() {
        gateway.write("tools/bad.camel.yaml", route("ai-tool:good", "to: 'log:x?marker={{crm.token}}'"));
        gateway.reload();

        assertThat(new Redaction(List.of()).text("cannot reach http://crm.example/TOPSECRET/items"))
                .isEqualTo("cannot reach http://crm.example/[redacted]/items");
        gateway.delete("tools/bad.camel.yaml");
        gateway.reload();
    }

    private static void assertNothingLogged() {
        for (ILoggingEvent event : List.copyOf(LOG.list)) {
            StringBuilder text = new StringBuilder(event.getLoggerName() + " " + event.getFormattedMessage());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                text.append(' ').append(cause.getMessage());
            }
            assertThat(text.toString()).doesNotContain("SECRET", "48151623");
        }
    }

    private static String route(String from, String step) {
        return "- route:\n    id: bad\n    from:\n      uri: \"" + from + "\"\n      steps:\n        - " + step + "\n";
    }
}
