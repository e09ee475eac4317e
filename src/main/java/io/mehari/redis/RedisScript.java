package io.mehari.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A script that Redis runs as one step, from a file of the class path. Only its digest is sent, and the whole where Redis does not know
 * it (yet, or any more). Immutable.
 */
public final class RedisScript {
    private final String text;
    private final String digest;

    private RedisScript(String text) {
        this.text = text;
        this.digest = sha1(text);
    }

    /**
     * Reads a script.
     *
     * @param beside a class in whose package the file is
     * @param file name of the file
     * @return never null
     * @throws IllegalStateException if there is no such file
     */
    public static RedisScript of(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("No script " + file + " beside " + beside);
            }
            return new RedisScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs it. Never blocks.
     *
     * @param client from {@link RedisConnection#client()}
     * @param keys that it reads and writes
     * @param arguments of any number
     * @return what it returns, a list: whole numbers as {@link Long}, texts as {@code byte[]}; fails as the client says
     */
    public CompletionStage<List<Object>> run(RedissonClient client, List<String> keys, byte[]... arguments) {
        RScript scripts = client.getScript(ByteArrayCodec.INSTANCE);
        List<Object> named = List.copyOf(keys);
        Object[] values = arguments;
        CompletionStage<List<Object>> known =
                scripts.evalShaAsync(Mode.READ_WRITE, digest, ReturnType.MULTI, named, values);
        return known.<CompletionStage<List<Object>>>handle((answer, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    return RedisFailures.isOf(failure, RedisNoScriptException.class)
                            ? scripts.evalAsync(Mode.READ_WRITE, text, ReturnType.MULTI, named, values)
                            : CompletableFuture.failedFuture(failure);
                })
                .thenCompose(stage -> stage);
    }

    /**
     * A text as an argument.
     *
     * @param value any
     * @return in UTF-8
     */
    public static byte[] argument(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
