"""Protocol Buffers' wire format, as much as Tidings uses: written from the encoding's specification, so that the tests
do not share the daemon's decoder. A message is a list of (field, value) with value an int (varint) or bytes."""


def varint(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def encode(fields):
    """fields: iterable of (number, int | bytes | str | list of those); zero and empty values are left out, as proto3 does."""
    out = bytearray()
    for number, value in fields:
        if isinstance(value, list):
            if value and all(isinstance(item, int) for item in value):  # packed
                body = b"".join(varint(item) for item in value)
                out += varint(number << 3 | 2) + varint(len(body)) + body
            else:
                for item in value:
                    item = item.encode() if isinstance(item, str) else item
                    out += varint(number << 3 | 2) + varint(len(item)) + item
        elif isinstance(value, bool):
            out += encode([(number, int(value))])
        elif isinstance(value, int):
            if value:
                out += varint(number << 3) + varint(value)
        elif value is not None:
            value = value.encode() if isinstance(value, str) else value
            if value:
                out += varint(number << 3 | 2) + varint(len(value)) + value
    return bytes(out)


def _read_varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at


def decode(data):
    """The fields in order, repeated ones repeated."""
    at, fields = 0, []
    while at < len(data):
        tag, at = _read_varint(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = _read_varint(data, at)
        elif kind == 2:
            size, at = _read_varint(data, at)
            if at + size > len(data):
                raise ValueError("a field ends beyond its message")
            value = bytes(data[at:at + size])
            at += size
        elif kind == 1:
            value, at = bytes(data[at:at + 8]), at + 8
        elif kind == 5:
            value, at = bytes(data[at:at + 4]), at + 4
        else:
            raise ValueError(f"wire type {kind}")
        fields.append((tag >> 3, value))
    return fields


def first(fields, number, default=None):
    return next((value for field, value in fields if field == number), default)


def every(fields, number):
    return [value for field, value in fields if field == number]


def packed(value):
    """The varints of a packed field."""
    at, values = 0, []
    while at < len(value):
        item, at = _read_varint(value, at)
        values.append(item)
    return values
