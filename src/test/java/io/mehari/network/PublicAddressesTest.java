package io.mehari.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "192.169.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void ofTheInternet(String address) throws Exception {
        assertThat(PublicAddresses.problem(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, this machine",
        "127.0.0.1, this machine",
        "2130706433, this machine",
        "10.1.2.3, a private network",
        "100.64.0.1, a private network",
        "169.254.169.254, the local link",
        "172.16.0.1, a private network",
        "172.31.255.255, a private network",
        "192.168.1.1, a private network",
        "192.0.0.1, a reserved block",
        "198.19.0.1, a reserved block",
        "203.0.113.9, a reserved block",
        "224.0.0.1, multicast",
        "255.255.255.255, a reserved block",
        "::1, this machine",
        "::, this machine",
        "::ffff:127.0.0.1, this machine",
        "::127.0.0.1, this machine",
        "fd00::1, a private network",
        "fec0::1, a private network",
        "fe80::1, the local link",
        "ff02::1, multicast",
        "2001:db8::1, a reserved block",
        "64:ff9b::a01:203, a private network",
        "64:ff9b::a9fe:a9fe, the local link",
        "2002:7f00:1::1, this machine"
    })
    void fromInside(String address, String where) throws Exception {
        assertThat(PublicAddresses.problem(InetAddress.getByName(address)).orElse("the internet"))
                .startsWith(where);
    }
}
