package io.mehari.notification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.event.BreakerClosed;
import io.mehari.event.BreakerOpened;
import io.mehari.event.GatewayEvent;
import io.mehari.protocol.Json;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An event as a message: its type is the name of the event, its payload the parts of the record, both in the spelling of
 * JSON, without those that are {@link JsonIgnore no part of JSON}. Events that are added later need nothing here unless their
 * topic is another than {@code config}.
 *
 * @param topic what it belongs to
 * @param type what has happened
 * @param payload a new tree
 */
public record EventMessage(Topic topic, String type, ObjectNode payload) {
    private static final int DEEPEST = 4;

    private static final Map<String, Topic> TOPICS = Map.ofEntries(
            Map.entry("CallCompleted", Topic.CALLS),
            Map.entry("CallFailed", Topic.ERRORS),
            Map.entry("ErrorLearned", Topic.LEARNING),
            Map.entry("SolutionRecorded", Topic.LEARNING),
            Map.entry("ServerHealthChanged", Topic.UPSTREAMS),
            Map.entry("ServerReady", Topic.UPSTREAMS),
            Map.entry("ServerLost", Topic.UPSTREAMS),
            Map.entry("ToolsChanged", Topic.TOOLS),
            Map.entry("AlertRaised", Topic.ALERTS),
            Map.entry("AlertCleared", Topic.ALERTS),
            Map.entry("DeadLetterAdded", Topic.DEAD_LETTERS));

    private static final Map<Class<?>, RecordComponent[]> PARTS = new ConcurrentHashMap<>();

    /**
     * The message of an event.
     *
     * @param event a record
     * @return a new message
     */
    public static EventMessage of(GatewayEvent event) {
        ObjectNode payload = tree(event, 0);
        if (event instanceof BreakerOpened || event instanceof BreakerClosed) {
            payload.put("state", event instanceof BreakerOpened ? "open" : "closed");
            return new EventMessage(Topic.BREAKERS, "breaker_changed", payload);
        }
        return new EventMessage(topicOf(event), snake(event.getClass().getSimpleName()), payload);
    }

    /**
     * What an event belongs to.
     *
     * @param event a record
     * @return found by its type alone
     */
    public static Topic topicOf(GatewayEvent event) {
        String name = event.getClass().getSimpleName();
        Topic topic = TOPICS.get(name);
        return topic == null ? byBeginning(name) : topic;
    }

    private static Topic byBeginning(String name) {
        return name.startsWith("Breaker") ? Topic.BREAKERS : name.startsWith("Learn") ? Topic.LEARNING : Topic.CONFIG;
    }

    private static ObjectNode tree(Object event, int depth) {
        ObjectNode tree = Json.object();
        RecordComponent[] parts = PARTS.computeIfAbsent(event.getClass(), EventMessage::partsOf);
        for (RecordComponent part : parts) {
            put(tree, snake(part.getName()), valueOf(event, part), depth);
        }
        return tree;
    }

    private static RecordComponent[] partsOf(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        if (parts == null) {
            return new RecordComponent[0];
        }
        return Arrays.stream(parts)
                .filter(part -> !part.getAccessor().isAnnotationPresent(JsonIgnore.class))
                .peek(part -> part.getAccessor().setAccessible(true)) // records of packages that are not public
                .toArray(RecordComponent[]::new);
    }

    private static Object valueOf(Object event, RecordComponent part) {
        try {
            return part.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The event " + event.getClass().getSimpleName() + " cannot be read", e);
        }
    }

    private static void put(ObjectNode tree, String name, Object value, int depth) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(there -> put(tree, name, there, depth));
        } else if (value instanceof Duration duration) {
            tree.put(name + "_ms", duration.toNanos() / 1_000 / 1_000.0);
        } else {
            tree.set(name, value(value, depth));
        }
    }

    private static JsonNode value(Object value, int depth) {
        if (value instanceof Outcome outcome) {
            return Json.MAPPER.getNodeFactory().textNode(outcome.code());
        }
        if (value instanceof Enum<?> word) {
            return Json.MAPPER.getNodeFactory().textNode(word.name().toLowerCase(Locale.ROOT));
        }
        if (value instanceof Record record && depth < DEEPEST) {
            return tree(record, depth + 1);
        }
        if (value instanceof Collection<?> several) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            several.forEach(each -> array.add(value(each, depth + 1)));
            return array;
        }
        boolean plain =
                value == null || value instanceof Number || value instanceof Boolean || value instanceof JsonNode;
        return Json.MAPPER.valueToTree(plain ? value : text(value));
    }

    private static String text(Object value) {
        return value instanceof Instant at ? at.toString() : String.valueOf(value);
    }

    /** {@code CallCompleted} and {@code requestId} as JSON has them. */
    private static String snake(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }
}
