package io.mehari.catalog.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaCompilerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SchemaCompiler compiler = new SchemaCompiler();
    private final Costly costly = new Costly();
    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        costly.released.countDown();
        compiler.close();
    }

    @Test
    void whoBringsAListIsNotHeldUpByItsSchemas() throws InterruptedException {
        ToolCatalog catalog = new ToolCatalog(compiler);
        ObjectNode definition = Tools.json("{'name': 'slow'}");
        definition.set("inputSchema", costly);

        catalog.replace(ToolSource.of(Tools.settings("files")), List.of(definition));

        costly.begun();
        ToolSchema schema = catalog.find("files", "slow").orElseThrow().schema();
        assertThat(schema.isReady()).isFalse();
        assertThat(schema.problem()).isEmpty();
        costly.released.countDown();
        assertThat(schema.ready().toCompletableFuture()).succeedsWithin(SOON);
        assertThat(schema.check(Tools.json("{'a': 1}"))).hasSize(1);
    }

    @Test
    void aSchemaThatACallWaitsForComesFirst() throws InterruptedException {
        compiler.compile("hostile", List.of(compiler.schema(costly)));
        costly.begun();
        ToolSchema second = schema("b2");
        compiler.compile("b", List.of(schema("b1"), second));
        second.ready();
        costly.released.countDown();
        assertThat(done()).isEqualTo("b2");
        assertThat(done()).isEqualTo("b1");
    }

    @Test
    void serversTakeTurns() throws InterruptedException {
        compiler.compile("first", List.of(compiler.schema(costly)));
        costly.begun();
        compiler.compile("a", List.of(schema("a1"), schema("a2"), schema("a3")));
        compiler.compile("b", List.of(schema("b1")));
        costly.released.countDown();
        assertThat(List.of(done(), done(), done(), done())).containsExactly("a1", "b1", "a2", "a3");
    }

    @Test
    void aListThatIsReplacedIsLeft() throws InterruptedException {
        compiler.compile("first", List.of(compiler.schema(costly)));
        costly.begun();
        ToolSchema old = schema("old");
        compiler.compile("a", List.of(old));
        compiler.compile("a", List.of(schema("new")));
        costly.released.countDown();
        assertThat(done()).isEqualTo("new");
        assertThat(old.isReady()).isFalse();
        assertThat(old.ready().toCompletableFuture()).as("a call has it still").succeedsWithin(SOON);
    }

    @Test
    void aCallThatWaitsGoesOnAtTheEnd() throws InterruptedException {
        compiler.compile("first", List.of(compiler.schema(costly)));
        costly.begun();
        ToolSchema waiting = schema("waiting");
        var ready = waiting.ready().toCompletableFuture();
        compiler.close();
        assertThat(ready).isDone();
        assertThat(schema("late").ready().toCompletableFuture()).isDone();
    }

    @Test
    void theLargestSchemasThatAreCompiledTakeABoundedTime() {
        ObjectNode definition = Tools.json("{'type': 'object', '$defs': {'t': {'minLength': 1}}}");
        ObjectNode properties = definition.putObject("properties");
        for (int i = 0; i < 10_000; i++) {
            ObjectNode property = properties.putObject("p" + i);
            property.put("pattern", "a".repeat(4_000) + i).put("type", "string").put("$ref", "#/$defs/t");
        }
        ToolSchema schema = compiler.schema(definition);
        assertThat(schema.ready().toCompletableFuture()).succeedsWithin(SOON);
        assertThat(schema.dropped()).isNotEmpty();
    }

    private ToolSchema schema(String name) {
        ToolSchema schema = compiler.schema(Tools.json("{'type': 'object'}"));
        schema.whenReady(() -> done.add(name));
        return schema;
    }

    private String done() throws InterruptedException {
        return done.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** A schema whose compilation lasts until it is released. */
    private static final class Costly extends ObjectNode {
        private static final long serialVersionUID = 1L;

        private final transient CountDownLatch begun = new CountDownLatch(1);
        private final transient CountDownLatch released = new CountDownLatch(1);

        Costly() {
            super(JsonNodeFactory.instance);
            putObject("properties").putObject("a").put("type", "string");
        }

        void begun() throws InterruptedException {
            assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public ObjectNode deepCopy() {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.deepCopy();
        }
    }
}
