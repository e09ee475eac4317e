package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Violation;
import io.mehari.catalog.mcpo.McpoModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A tool's input schema: JSON Schema 2020-12 unless {@code $schema} says otherwise. References to the network are never
 * followed. A keyword that is not understood is left out ({@link #dropped}), the rest stays in force; a schema that cannot
 * be compiled at all accepts all arguments and gives the reason in {@link #problem}.
 *
 * <p>It may still have to be compiled: whoever must not wait for that asks {@link #isReady} or follows {@link #ready} before
 * the other methods. Safe for concurrent use.
 */
public final class ToolSchema {
    private final JsonNode definition;
    private final Consumer<Runnable> urgently;
    private final CompletableFuture<CompiledSchema> compiled = new CompletableFuture<>();
    private volatile McpoModel mcpo;

    /**
     * A schema that is compiled later.
     *
     * @param definition the schema; null for a tool without one
     * @param urgently runs the compilation before others, on a thread that may take its time
     */
    ToolSchema(JsonNode definition, Consumer<Runnable> urgently) {
        this.definition = definition;
        this.urgently = urgently;
        if (CompiledSchema.isAbsent(definition)) {
            compile();
        }
    }

    /**
     * Compiles a schema on the calling thread, in bounded time. Never throws for an invalid one.
     *
     * @param definition the schema; null for a tool without one
     * @return accepts all arguments if the schema is absent or cannot be compiled
     */
    public static ToolSchema of(JsonNode definition) {
        ToolSchema schema = new ToolSchema(definition, Runnable::run);
        schema.compile();
        return schema;
    }

    /** Compiles it unless that has been done. */
    void compile() {
        if (compiled.isDone()) {
            return;
        }
        try {
            compiled.complete(CompiledSchema.of(definition));
        } finally {
            compiled.complete(CompiledSchema.unchecked("Its compilation has failed")); // an Error, which goes on
        }
    }

    /**
     * Whether it is compiled.
     *
     * @return true from some moment on
     */
    public boolean isReady() {
        return compiled.isDone();
    }

    /**
     * Asks for it to be compiled before others, since a call waits.
     *
     * @return ends when it is compiled, within the bounds of one schema, and never exceptionally
     */
    public CompletionStage<?> ready() {
        if (!isReady()) {
            urgently.accept(this::compile);
        }
        return compiled;
    }

    /**
     * Runs something once it is compiled, without asking for that.
     *
     * @param next runs on the thread that compiles, or on the calling one
     */
    public void whenReady(Runnable next) {
        compiled.thenRun(next);
    }

    private CompiledSchema compiled() {
        compile();
        return compiled.join();
    }

    /**
     * Why nothing is checked.
     *
     * @return empty if something is, the schema is absent, or it is not compiled yet
     */
    public Optional<String> problem() {
        return isReady() ? compiled().problem() : Optional.empty();
    }

    /**
     * The keywords that are not understood and left out of checks.
     *
     * @return a sentence for each, which begins with its JSON pointer in the schema; some of them, if they are many; none
     *     while it is not compiled yet
     */
    public List<String> dropped() {
        return isReady() ? compiled().dropped() : List.of();
    }

    /**
     * Checks arguments, in bounded time; compiles the schema first if that has not been done. Never throws for arguments of
     * a bounded size.
     *
     * @param arguments arguments of a call; to be read only
     * @return the violations, at most 100; empty if there is none or nothing can be checked
     */
    public List<Violation> check(JsonNode arguments) {
        return compiled().check(arguments);
    }

    /**
     * Checks arguments as {@link #check} does, and those it refuses once more without the quotes around numbers and
     * booleans, where the schema has one scalar type at their place. At most 100 of them are looked at.
     *
     * @param arguments arguments of a call; not changed
     * @return the same arguments where they are valid, else what passes or what is violated
     */
    public Checked checkCoercing(ObjectNode arguments) {
        return compiled().checkCoercing(arguments);
    }

    /**
     * What mcpo 0.0.20 makes of arguments, which is not what the schema says: limits and enumerations are not checked.
     *
     * @param arguments arguments of a call; not changed
     * @param tool name of the tool
     * @return what mcpo would send, or what its model does not take
     */
    public Checked asMcpo(ObjectNode arguments, String tool) {
        McpoModel.Taken taken = mcpoModel().take(arguments, tool);
        return new Checked(taken.arguments(), taken.violations());
    }

    /**
     * The model by which mcpo takes arguments; made when it is first asked for.
     *
     * @return never null
     */
    public McpoModel mcpoModel() {
        McpoModel known = mcpo;
        if (known == null) {
            known = McpoModel.of(definition, "_form_model");
            mcpo = known;
        }
        return known;
    }
}
