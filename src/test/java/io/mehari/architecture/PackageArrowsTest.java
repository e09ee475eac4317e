package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The arrows between packages, each package by itself. The list begins with the lowest: a package may know only those
 * above it in the list, so there are no cycles. An arrow that is used is listed, and one that is listed is used.
 */
class PackageArrowsTest {
    private static final String ROOT = "io.mehari";

    private static final Map<String, Set<String>> ALLOWED = allowed("""
            event ->
            failure.similarity ->
            protocol ->
            text ->
            thread ->
            network -> thread
            alert -> event protocol
            database -> text thread
            redis -> text thread
            cache -> protocol redis text thread
            call -> event protocol text
            ratelimit -> call redis
            capacity -> network protocol
            endpoint.http.tls -> network text
            failure.knowledge -> text
            failure.template -> text
            redaction -> protocol
            result -> protocol
            library -> redaction text thread
            catalog.mcpo -> call protocol
            cli.authoring -> protocol
            component.websocket -> call protocol
            deadletter -> call database protocol redaction text thread
            endpoint.http.rejection -> call
            history -> protocol text
            failure -> call event history text
            idempotency -> cache call network protocol redis text
            logging -> redaction text
            monitoring.sample -> call protocol text
            notification -> call event protocol
            routes.check -> protocol redaction text
            security -> call text
            upstream -> call protocol text
            catalog.offer -> upstream
            catalog.schema -> call catalog.mcpo protocol text thread
            cli.report -> protocol routes.check text
            download -> library routes.check text
            redis.tryout -> download redis text
            component.gatewayapi -> call component.websocket protocol
            failure.memory -> call deadletter event failure failure.knowledge failure.similarity failure.template history protocol text thread
            monitoring -> database deadletter text thread upstream
            monitoring.alert -> alert event monitoring.sample protocol text
            upstream.client -> call protocol upstream
            upstream.lifecycle -> call network protocol redaction text upstream
            catalog -> catalog.schema protocol text upstream
            heartbeat -> alert call event history monitoring monitoring.sample protocol text upstream upstream.client
            monitoring.prediction -> alert event monitoring.alert monitoring.sample protocol text
            upstream.pool -> call protocol upstream upstream.lifecycle
            upstream.replica -> call protocol upstream upstream.lifecycle
            upstream.session -> call protocol text upstream upstream.lifecycle
            catalog.group -> catalog text
            configuration -> catalog protocol text
            configuration.settings -> configuration text
            endpoint.http.target -> catalog endpoint.http.rejection
            endpoint.rest.mcpo -> call catalog catalog.mcpo catalog.schema protocol
            exchange -> call catalog
            monitoring.metric -> call catalog
            upstream.http.client -> call network protocol upstream upstream.lifecycle upstream.session
            upstream.stdio -> network protocol redaction text thread upstream upstream.lifecycle upstream.session
            bridge -> network protocol text upstream.http.client
            component.aitool -> call exchange protocol
            component.generation -> call text
            component.mcp -> call exchange protocol upstream upstream.client
            configuration.serversfile -> call catalog configuration protocol text upstream
            endpoint.http -> call endpoint.http.rejection endpoint.http.target endpoint.http.tls monitoring.metric network protocol security text
            monitoring.diagnostics -> alert cache call catalog catalog.group catalog.schema database event failure.memory monitoring monitoring.alert monitoring.metric monitoring.prediction monitoring.sample protocol text upstream
            instance -> cache component.generation event monitoring monitoring.diagnostics monitoring.metric notification protocol redis text
            learning -> call deadletter event instance monitoring monitoring.diagnostics monitoring.metric protocol redaction redis text
            protection -> call catalog event exchange monitoring.metric upstream
            tracing -> call monitoring.metric protocol redaction text thread
            upstream.http.sse -> protocol upstream.http.client upstream.lifecycle upstream.session
            upstream.http.streamable -> call protocol upstream.http.client upstream.lifecycle upstream.session
            clients -> configuration.serversfile protocol
            component.aioffer -> component.aitool protocol
            endpoint.mcp.message -> call endpoint.http protocol
            endpoint.rest.form -> call catalog endpoint.http endpoint.http.rejection endpoint.rest.mcpo idempotency protocol
            recovery -> alert call catalog event exchange failure protection upstream
            recording -> call component.generation protocol redaction
            replay -> call catalog component.generation deadletter instance monitoring network protocol redaction text upstream
            upstream.http -> network protocol upstream upstream.http.client upstream.http.sse upstream.http.streamable upstream.lifecycle
            endpoint.mcp.offer -> catalog catalog.group catalog.offer endpoint.mcp.message protocol text upstream
            endpoint.rest -> call catalog catalog.group catalog.mcpo catalog.schema component.generation configuration endpoint.http endpoint.http.rejection endpoint.http.target endpoint.rest.form endpoint.rest.mcpo event idempotency monitoring.diagnostics monitoring.metric network protocol result security text upstream upstream.client
            monitoring.exposition -> alert cache component.generation deadletter event monitoring monitoring.metric monitoring.sample network protocol recovery text thread upstream
            routes -> catalog component.aioffer component.aitool component.generation library monitoring.metric redaction routes.check text thread upstream
            servers -> call catalog catalog.offer configuration event network text upstream upstream.client upstream.http upstream.pool upstream.replica upstream.stdio
            cli.gateway -> configuration.settings protocol text
            cli.files -> cli.gateway configuration.settings history protocol text
            cli.letters -> cli.gateway configuration.settings protocol text
            cli.top -> cli.gateway configuration.settings protocol text
            cli.control -> cli.gateway configuration.settings protocol text
            reload.live -> cache catalog.group component.generation configuration configuration.settings endpoint.http.tls event failure failure.knowledge heartbeat monitoring.alert protocol ratelimit redaction result security text thread
            tools -> call catalog component.aioffer component.aitool component.generation exchange monitoring monitoring.metric protection protocol redaction result thread upstream
            endpoint.mcp.method -> call catalog catalog.group endpoint.http endpoint.mcp.message endpoint.mcp.offer protocol text upstream
            endpoint.openapi -> call catalog catalog.group catalog.schema configuration endpoint.http endpoint.http.rejection endpoint.http.target endpoint.rest protocol security text thread upstream
            launch -> cache call catalog catalog.group catalog.offer catalog.schema component.generation configuration configuration.serversfile configuration.settings endpoint.http event failure failure.knowledge heartbeat history library monitoring network protection routes routes.check security servers text thread upstream upstream.client
            reload -> cache catalog component.generation configuration configuration.serversfile endpoint.http endpoint.http.tls event failure failure.knowledge failure.memory heartbeat library monitoring reload.live routes security servers text thread upstream
            control -> alert catalog component.generation configuration configuration.serversfile event monitoring monitoring.metric network protocol redaction reload routes servers text upstream
            history.change -> component.generation configuration database event history launch monitoring monitoring.diagnostics protocol redaction reload routes routes.check servers text thread upstream
            endpoint.admin -> alert cache call component.generation control deadletter endpoint.http endpoint.http.rejection endpoint.http.target endpoint.rest endpoint.rest.form failure.knowledge failure.memory heartbeat history history.change instance learning monitoring monitoring.alert monitoring.diagnostics monitoring.exposition monitoring.metric protocol recording replay routes security text upstream
            pipeline -> cache call catalog catalog.schema component.aitool component.generation deadletter event exchange failure monitoring monitoring.diagnostics monitoring.metric monitoring.sample notification protection protocol ratelimit recovery redaction result text tools upstream
            endpoint.command -> cache call catalog component.gatewayapi component.generation component.websocket control endpoint.http endpoint.http.rejection endpoint.http.target endpoint.rest endpoint.rest.form heartbeat monitoring.diagnostics monitoring.metric notification protection protocol recovery redaction routes security text upstream
            demo -> configuration configuration.settings event launch protocol
            endpoint.live -> call component.websocket endpoint.command endpoint.http notification protocol security text thread
            endpoint.page -> call catalog catalog.group configuration endpoint.http endpoint.http.rejection endpoint.http.target endpoint.http.tls endpoint.live endpoint.rest endpoint.rest.form protocol security text thread upstream
            endpoint.mcp.legacy -> call endpoint.http endpoint.http.target endpoint.mcp.message endpoint.mcp.method heartbeat monitoring.metric protocol text
            endpoint.mcp.modern -> call catalog endpoint.http endpoint.mcp.message endpoint.mcp.method heartbeat monitoring.metric network protocol text
            endpoint.mcp.owner -> call endpoint.http endpoint.mcp.message endpoint.mcp.modern event instance monitoring.diagnostics monitoring.metric network redis text
            cli -> bridge call capacity cli.authoring cli.control cli.files cli.letters cli.report cli.top clients configuration configuration.settings demo download launch protocol routes.check security servers text
            endpoint.mcp -> call catalog catalog.group catalog.offer component.generation endpoint.http endpoint.http.rejection endpoint.http.target endpoint.mcp.legacy endpoint.mcp.message endpoint.mcp.method endpoint.mcp.modern endpoint.mcp.offer endpoint.mcp.owner heartbeat monitoring.metric network protocol security text upstream upstream.client
            (root) -> cli demo launch logging
            starter -> (root) component.generation configuration configuration.settings endpoint.http launch
            """);

    private static final JavaClasses CLASSES = GatewayClasses.ALL;

    @Test
    void everyArrowIsAllowed() {
        Map<String, Set<String>> surplus = new TreeMap<>();
        used().forEach((from, to) -> surplus.put(from, without(to, ALLOWED.getOrDefault(from, Set.of()))));
        surplus.values().removeIf(Set::isEmpty);

        assertThat(surplus).as("arrows that are used but not listed").isEmpty();
    }

    @Test
    void everyAllowedArrowIsUsed() {
        Map<String, Set<String>> unused = new TreeMap<>();
        Map<String, Set<String>> used = used();
        ALLOWED.forEach((from, to) -> unused.put(from, without(to, used.getOrDefault(from, Set.of()))));
        unused.values().removeIf(Set::isEmpty);

        assertThat(unused).as("arrows that are listed but not used").isEmpty();
    }

    @Test
    void everyPackageIsListed() {
        Set<String> packages =
                CLASSES.stream().map(PackageArrowsTest::nameOf).collect(Collectors.toCollection(TreeSet::new));

        assertThat(ALLOWED.keySet()).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void arrowsPointDownwards() {
        List<String> lower = new ArrayList<>();
        ALLOWED.forEach((from, to) -> {
            assertThat(lower).as("packages listed above %s", from).containsAll(to);
            lower.add(from);
        });
    }

    private static Map<String, Set<String>> used() {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            Set<String> targets = used.computeIfAbsent(nameOf(type), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !nameOf(target).equals(nameOf(type))) {
                    targets.add(nameOf(target));
                }
            }
        }
        return used;
    }

    private static String nameOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "(root)" : name.substring(ROOT.length() + 1);
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private static Map<String, Set<String>> allowed(String lines) {
        Map<String, Set<String>> allowed = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            String[] parts = line.split("->", 2);
            Set<String> targets = Arrays.stream(parts[1].trim().split("\\s+"))
                    .filter(target -> !target.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
            allowed.put(parts[0].trim(), targets);
        });
        return allowed;
    }
}
