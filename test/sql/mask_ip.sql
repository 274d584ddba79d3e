-- An IP address shows half of IPv4 and a quarter of IPv6: as text, and as the network where the column stays inet.
\pset format unaligned
CREATE FUNCTION mask_ip_ladder(VARIADIC text[]) RETURNS TABLE (value text, masked text) LANGUAGE sql AS
$$SELECT v, accord.mask_ip(v) FROM unnest($1) WITH ORDINALITY AS t (v, n) ORDER BY n$$;

-- from nothing to IPv4
SELECT * FROM mask_ip_ladder(NULL, '', ' ', '.', '...', '2', '203', '203.0', '203.0.113', '203.0.113.', '.203.0.113.7', '203.0.113.7', '0.0.0.0', '255.255.255.255', '203.0.113.256', '203.0.113.1000', '203.0.113.7.9', '203..113.7', '203.0.113.07', '203.0.113.00',
	'0203.0.113.7', '0x7f.0.0.1', '203.0.113.-7', ' 203.0.113.7', '203.0.113.7 ', '203.0.113.7/24', '203.0.113.7:443', 'ip 203.0.113.7', '２０３.0.113.7', '203．0．113．7', '203.0.xxx.xxx');
-- IPv6
SELECT * FROM mask_ip_ladder(':', '::', ':::', '::1', '1::', '2001:db8::1', '2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8:0:0:0:0:0:1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5', '2001:db8:1:2:3:4:5:6:7', '2001:db8::1:2:3:4:5', '2001:db8::1:2:3:4:5:6', '2001:db8:1:2:3:4:5::',
	'::2:3:4:5:6:7:8', '::1:2:3:4:5:6:7:8', '2001::db8::1', '2001:db8:::1', ':2001:db8::1', '2001:db8::1:', '2001:db8::g', '2001:db8::12345', 'fe80::1%eth0', '[2001:db8::1]', '2001:db8::/32', '2001:db8::1/128', 'FE80::ABCD', ' ::1', '::1 ', 'ffff:ffff::');
-- IPv4 within IPv6
SELECT * FROM mask_ip_ladder('::ffff:203.0.113.7', '::FFFF:203.0.113.7', '::ffff:cb00:7107', '0:0:0:0:0:ffff:203.0.113.7', '0000:0000:0000:0000:0000:ffff:cb00:7107', '::203.0.113.7', '64:ff9b::203.0.113.7', '2002:cb00:7107::1', '1::ffff:203.0.113.7', '::ffff:0:203.0.113.7', '::ffff:203.0.113', '::ffff:203.0.113.256',
	'203.0.113.7::', '1:2:3:4:5:6:203.0.113.7', '1:2:3:4:5:6:7:203.0.113.7', '1:2:3:4:5:203.0.113.7', '::203.0.113.7:1');
-- a literal is text
SELECT pg_typeof(accord.mask_ip('203.0.113.7')), pg_typeof(accord.mask_ip(inet '203.0.113.7')), pg_typeof(accord.mask_ip(cidr '203.0.113.0/24'));
-- inet
SELECT v AS value, accord.mask_ip(v) AS masked, accord.generalize(v, 24, 48), accord.generalize(v, 0, 0) AS nothing, accord.generalize(v, 32, 128) AS all_bits, accord.generalize(v, 13, 29) AS odd
FROM unnest('{NULL,203.0.113.7,203.0.113.7/24,203.0.113.7/8,255.255.255.255,10.0.0.0/8,0.0.0.0/0,2001:db8:1:2::1,2001:db8:1:2:3:4:5:6/48,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,::1,::/0,::ffff:203.0.113.7,::ffff:203.0.113.7/64,::203.0.113.7,2001:db8::/16}'::inet[]) WITH ORDINALITY AS t (v, n) ORDER BY n;
SELECT accord.mask_ip(inet '203.0.113.7') = accord.mask_ip(inet '203.0.200.1') AS same, accord.mask_ip(cidr '203.0.113.0/24');
SELECT accord.generalize(inet '203.0.113.7', 33, 64);
SELECT accord.generalize(inet '203.0.113.7', -1, 64);
SELECT accord.generalize(inet '203.0.113.7', 24, 129);
SELECT accord.generalize(inet '203.0.113.7', 24, -1);
DROP FUNCTION mask_ip_ladder;
