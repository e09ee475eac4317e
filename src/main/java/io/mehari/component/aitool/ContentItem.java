package io.mehari.component.aitool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;

/** Items of content as MCP has them ({@code ContentBlock}), made of the body of a tool route. Stateless. */
final class ContentItem {
    /** Most bytes of a result, as of an answer from a server. */
    static final int LARGEST = 32 << 20;

    private static final Pattern TEXT_TYPE =
            Pattern.compile("text/.*|application/(.*\\+)?(json|xml|yaml|javascript|x-www-form-urlencoded)(-.*)?");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");

    private ContentItem() {}

    /**
     * The body as an item: bytes whose header {@code Content-Type} says image or audio as such, other bytes that are no text
     * as an embedded resource, everything else as text.
     *
     * @param tool names the resource
     * @param message body and header
     * @return a new tree
     * @throws IllegalStateException if the body is larger than {@link #LARGEST}, or cannot be read
     */
    static ObjectNode of(AiTool tool, Message message) {
        Object body = message.getBody();
        if (!isBytes(body)) {
            String text = message.getBody(String.class);
            return text(text == null ? "" : withinLimit(tool, text));
        }
        byte[] bytes = read(tool, message);
        String header = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (type.startsWith("image/") || type.startsWith("audio/")) {
            return Json.object()
                    .put("type", type.substring(0, "image".length()))
                    .put("data", Base64.getEncoder().encodeToString(bytes))
                    .put("mimeType", type);
        }
        Optional<String> text = type.isEmpty() || TEXT_TYPE.matcher(type).matches()
                ? decode(bytes, charset(header, message.getExchange()))
                : Optional.empty();
        return text.map(ContentItem::text).orElseGet(() -> resource(tool, bytes, type));
    }

    /**
     * An item of text.
     *
     * @param text what it says
     * @return a new tree
     */
    static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    /**
     * Whether a list holds nothing but items of content, and at least one.
     *
     * @param list any list
     * @return true if it is content
     */
    static boolean areAll(ArrayNode list) {
        for (JsonNode item : list) {
            if (!isItem(item)) {
                return false;
            }
        }
        return !list.isEmpty();
    }

    private static boolean isItem(JsonNode item) {
        return switch (item.path("type").asText()) {
            case "text" -> item.path("text").isTextual();
            case "image", "audio" ->
                item.path("data").isTextual() && item.path("mimeType").isTextual();
            case "resource_link" ->
                item.path("uri").isTextual() && item.path("name").isTextual();
            case "resource" -> isResource(item.path("resource"));
            default -> false;
        };
    }

    private static boolean isResource(JsonNode resource) {
        return resource.path("uri").isTextual()
                && (resource.path("text").isTextual() || resource.path("blob").isTextual());
    }

    private static boolean isBytes(Object body) {
        return body instanceof byte[]
                || body instanceof InputStream
                || body instanceof StreamCache
                || body instanceof ByteBuffer
                || body instanceof java.io.File
                || body instanceof java.nio.file.Path
                || body instanceof WrappedFile<?>;
    }

    private static byte[] read(AiTool tool, Message message) {
        byte[] bytes;
        if (message.getBody() instanceof byte[] whole) {
            bytes = whole;
        } else {
            try (InputStream stream = message.getBody(InputStream.class)) {
                if (stream == null) {
                    throw new IllegalStateException(
                            "Route of tool " + tool.name() + " left a body that cannot be read");
                }
                bytes = stream.readNBytes(LARGEST + 1);
            } catch (IOException e) {
                throw new IllegalStateException("The body that tool " + tool.name() + " left cannot be read", e);
            }
        }
        if (bytes.length > LARGEST) {
            throw tooLarge(tool);
        }
        return bytes;
    }

    private static String withinLimit(AiTool tool, String text) {
        if (text.length() > LARGEST) {
            throw tooLarge(tool);
        }
        return text;
    }

    private static IllegalStateException tooLarge(AiTool tool) {
        return new IllegalStateException(
                "Route of tool " + tool.name() + " left more than 32 MiB, which is the most that a result may have");
    }

    private static Charset charset(String contentType, Exchange exchange) {
        Matcher given = CHARSET.matcher(contentType);
        if (given.find()) {
            try {
                return Charset.forName(given.group(1));
            } catch (IllegalArgumentException e) {
                return StandardCharsets.UTF_8; // a charset that nobody knows
            }
        }
        String property = ExchangeHelper.getCharsetName(exchange, false);
        return property == null ? StandardCharsets.UTF_8 : Charset.forName(property);
    }

    private static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode resource(AiTool tool, byte[] bytes, String type) {
        ObjectNode item = Json.object().put("type", "resource");
        item.putObject("resource")
                .put("uri", "tool:" + tool.server() + "/" + tool.name())
                .put("mimeType", type.isEmpty() ? "application/octet-stream" : type)
                .put("blob", Base64.getEncoder().encodeToString(bytes));
        return item;
    }
}
