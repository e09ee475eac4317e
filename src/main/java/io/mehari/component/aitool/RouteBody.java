package io.mehari.component.aitool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;

/** What a route has left in its body: bytes or text, within bounds. Stateless. */
public final class RouteBody {
    /** Most bytes of a result, as of an answer from a server. */
    static final int LARGEST = 32 << 20;

    private static final Pattern TEXT_TYPE = Pattern.compile(
            "text/.*|application/(.*\\+)?(json|xml|yaml|javascript|x-www-form-urlencoded)(-.*)?|.*\\+(json|xml|yaml)");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");

    private RouteBody() {}

    /**
     * Whether a body is bytes, or something that bytes are read from.
     *
     * @param body of a message
     * @return false for text, trees and everything else
     */
    public static boolean isBytes(Object body) {
        return body instanceof byte[]
                || body instanceof InputStream
                || body instanceof StreamCache
                || body instanceof ByteBuffer
                || body instanceof java.io.File
                || body instanceof java.nio.file.Path
                || body instanceof WrappedFile<?>;
    }

    /**
     * Whether content of a type is text.
     *
     * @param type media type in lower case, without parameters
     * @return true for text, JSON, XML, YAML and their like
     */
    public static boolean isText(String type) {
        return TEXT_TYPE.matcher(type).matches();
    }

    /**
     * The media type that the header {@code Content-Type} says.
     *
     * @param message with or without the header
     * @return in lower case, without parameters; empty if there is none
     */
    public static String typeOf(Message message) {
        return header(message).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The body as text.
     *
     * @param what names the route, for people
     * @param message whose body is not bytes
     * @return never null
     * @throws IllegalStateException if it is too large
     */
    public static String text(String what, Message message) {
        String text = message.getBody(String.class);
        if (text != null && text.length() > LARGEST) {
            throw tooLarge(what);
        }
        return text == null ? "" : text;
    }

    /**
     * The bytes of a body.
     *
     * @param what names the route, for people
     * @param message whose body is bytes
     * @return not to be changed
     * @throws IllegalStateException if they are too many or cannot be read
     */
    public static byte[] bytes(String what, Message message) {
        byte[] bytes;
        if (message.getBody() instanceof byte[] whole) {
            bytes = whole;
        } else {
            try (InputStream stream = message.getBody(InputStream.class)) {
                if (stream == null) {
                    throw new IllegalStateException("Route of " + what + " left a body that cannot be read");
                }
                bytes = stream.readNBytes(LARGEST + 1);
            } catch (IOException e) {
                throw new IllegalStateException("The body that " + what + " left cannot be read", e);
            }
        }
        if (bytes.length > LARGEST) {
            throw tooLarge(what);
        }
        return bytes;
    }

    /**
     * Bytes as text, in the charset that the header {@code Content-Type} or the exchange says, else in UTF-8.
     *
     * @param bytes of the body
     * @param message it is of
     * @return empty if they are no text in that charset
     */
    public static Optional<String> decode(byte[] bytes, Message message) {
        try {
            return Optional.of(charset(header(message), message.getExchange())
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String header(Message message) {
        return message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
    }

    private static IllegalStateException tooLarge(String what) {
        return new IllegalStateException(
                "Route of " + what + " left more than 32 MiB, which is the most that a result may have");
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
}
