package io.mehari.reliability;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name server on loopback. The names it knows are those of this machine, for no longer than the answer takes; all
 * others do not exist. Safe for concurrent use.
 */
final class NameServer implements AutoCloseable {
    private static final int LONGEST = 512;
    private static final int HEADER = 12;
    private static final short ANSWERED = (short) 0x8180;
    private static final short NO_SUCH_NAME = (short) 0x8183;
    private static final short ADDRESS = 1;
    private static final short INTERNET = 1;
    private static final short NAME_OF_THE_QUESTION = (short) 0xC00C;

    private final DatagramSocket socket;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    NameServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TcpProxy.daemon(this::serve);
    }

    /** What makes a gateway ask this one and no other. */
    DnsServerAddressStreamProvider provider() {
        return new SingletonDnsServerAddressStreamProvider((InetSocketAddress) socket.getLocalSocketAddress());
    }

    /** From now on the name exists. */
    void add(String name) {
        names.add(name);
    }

    /** From now on the name does not exist. */
    void remove(String name) {
        names.remove(name);
    }

    private void serve() {
        byte[] bytes = new byte[LONGEST];
        try {
            while (true) {
                DatagramPacket query = new DatagramPacket(bytes, bytes.length);
                socket.receive(query);
                ByteBuffer answer = answer(ByteBuffer.wrap(bytes, 0, query.getLength()));
                socket.send(new DatagramPacket(answer.array(), answer.position(), query.getSocketAddress()));
            }
        } catch (IOException e) {
            // Closed
        }
    }

    private ByteBuffer answer(ByteBuffer query) throws IOException {
        short id = query.getShort();
        query.position(HEADER);
        boolean known = names.contains(name(query));
        boolean address = query.getShort() == ADDRESS;
        query.position(query.position() + Short.BYTES);
        boolean told = known && address;
        ByteBuffer answer = ByteBuffer.allocate(LONGEST);
        answer.putShort(id).putShort(known ? ANSWERED : NO_SUCH_NAME);
        answer.putShort((short) 1).putShort((short) (told ? 1 : 0)).putInt(0);
        answer.put(query.array(), HEADER, query.position() - HEADER);
        if (told) {
            byte[] loopback = InetAddress.getByName("127.0.0.1").getAddress();
            answer.putShort(NAME_OF_THE_QUESTION).putShort(ADDRESS).putShort(INTERNET);
            answer.putInt(0).putShort((short) loopback.length).put(loopback);
        }
        return answer;
    }

    private static String name(ByteBuffer query) {
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        return name.toString();
    }

    @Override
    public void close() {
        socket.close();
    }
}
