// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Streams of hash-chained records, written by roles, with an inbox that writers can't ignore.
/// @notice hash(n) = SHA-256('symbolon/record/v1\n' ‖ hash(n − 1) ‖ record(n)), the chain of the core. Records live in
/// logs; the contract keeps heads, and every head that a call led to as an anchor. Nothing can be upgraded.
/// Spec: evm.md.
contract Journal {
    /// The last record of a stream, the block of the last append, and how far its inbox is taken.
    struct Head {
        bytes32 hash;
        uint64 sequence;
        uint64 blockNumber;
        uint64 taken;
        uint64 offered;
    }

    event Opened(bytes32 indexed stream, address indexed owner, string name);
    event AdminSet(bytes32 indexed stream, address indexed admin);
    event WriterSet(bytes32 indexed stream, address indexed writer, bool allowed);
    event OperatorSet(address indexed owner, address indexed operator, bool allowed);
    event Recorded(bytes32 indexed stream, uint64 indexed sequence, bytes record);
    event Appended(
        bytes32 indexed stream,
        uint64 indexed first,
        uint64 last,
        bytes32 previous,
        bytes32 hash,
        uint64 previousBlock,
        uint64 taken
    );
    event Named(bytes32 indexed stream, uint64 indexed first, string commands);
    event Offered(bytes32 indexed stream, uint64 indexed index, address indexed by, bytes command);

    error StreamUnknown(bytes32 stream);
    error StreamTaken(bytes32 stream);
    error NotAdmin(bytes32 stream, address account);
    error NotOperator(address owner, address account);
    error NotWriter(bytes32 stream, address account);
    error HeadMismatch(bytes32 expected, bytes32 actual, uint64 sequence);
    error BatchEmpty();
    error RecordTooLarge(uint256 index, uint256 size);
    error OfferTooLarge(uint256 size);
    error InboxOverdue(uint64 index, uint64 since);
    error InboxCursor(uint64 taken, uint64 from, uint64 to);

    /// Longest record, bytes: with the transaction around it, it passes the pools of all known nodes.
    uint256 public constant MAX_RECORD = 98_304;
    /// Longest command in the inbox, bytes: its record has room for it.
    uint256 public constant MAX_OFFER = 4_096;
    /// The 19 bytes of 'symbolon/record/v1\n', at the end of a word.
    uint256 private constant TAG = uint256(uint152(bytes19("symbolon/record/v1\n")));

    /// Seconds after which an offer that isn't taken stops the writers of its stream.
    uint64 public immutable inboxDelay;

    mapping(bytes32 stream => Head) private heads;
    /// Sequence of a record whose hash was a head at the end of a call; 0 for any other hash.
    mapping(bytes32 stream => mapping(bytes32 hash => uint64 sequence)) public anchor;
    mapping(bytes32 stream => address) public admin;
    mapping(bytes32 stream => mapping(address => bool)) public writer;
    /// Who may open streams in an owner's name, and write to all streams it administers.
    mapping(address owner => mapping(address => bool)) public operator;
    /// Streams that were opened in an owner's name, in order.
    mapping(address owner => string[]) private names;
    /// When a command was offered, seconds.
    mapping(bytes32 stream => mapping(uint64 index => uint64 since)) public offeredAt;

    constructor(uint64 delay) {
        inboxDelay = delay;
    }

    /// Nobody can take a name before its owner does: the owner is part of it.
    function streamOf(address owner, string calldata name) public pure returns (bytes32) {
        return sha256(abi.encodePacked(owner, name));
    }

    function head(bytes32 stream) external view returns (Head memory) {
        return heads[stream];
    }

    /// Names and heads of an owner's streams, in the order in which they were opened.
    function streams(address owner, uint256 after_, uint256 limit)
        external
        view
        returns (string[] memory found, Head[] memory ends)
    {
        uint256 all = names[owner].length;
        uint256 left = after_ < all ? all - after_ : 0;
        uint256 count = left < limit ? left : limit;
        found = new string[](count);
        ends = new Head[](count);
        for (uint256 i; i < count; ++i) {
            found[i] = names[owner][after_ + i];
            ends[i] = heads[sha256(abi.encodePacked(owner, found[i]))];
        }
    }

    function mayWrite(bytes32 stream, address account) public view returns (bool) {
        if (writer[stream][account]) return true;
        address owner = admin[stream];
        return owner != address(0) && (owner == account || operator[owner][account]);
    }

    function open(address owner, string calldata name) external returns (bytes32 stream) {
        if (owner == address(0) || (msg.sender != owner && !operator[owner][msg.sender])) {
            revert NotOperator(owner, msg.sender);
        }
        stream = streamOf(owner, name);
        if (admin[stream] != address(0)) revert StreamTaken(stream);
        admin[stream] = owner;
        names[owner].push(name);
        emit Opened(stream, owner, name);
        emit AdminSet(stream, owner);
    }

    /// Hands a stream to another admin; to 0x…dEaD, say, for nobody: its roles stay as they are.
    function setAdmin(bytes32 stream, address account) external {
        if (admin[stream] != msg.sender || account == address(0)) revert NotAdmin(stream, msg.sender);
        admin[stream] = account;
        emit AdminSet(stream, account);
    }

    function setWriter(bytes32 stream, address account, bool allowed) external {
        if (admin[stream] != msg.sender) revert NotAdmin(stream, msg.sender);
        writer[stream][account] = allowed;
        emit WriterSet(stream, account, allowed);
    }

    function setOperator(address account, bool allowed) external {
        operator[msg.sender][account] = allowed;
        emit OperatorSet(msg.sender, account, allowed);
    }

    /// Appends records to a stream that ends at `expected`, all or none, and moves the inbox's cursor to `taken`.
    function append(bytes32 stream, bytes32 expected, bytes[] calldata records, uint64 taken)
        external
        returns (uint64 sequence, bytes32 hash)
    {
        return _append(stream, expected, records, taken);
    }

    /// The same for records that don't say themselves which commands they are of: their ids, a line each.
    function appendNamed(
        bytes32 stream,
        bytes32 expected,
        bytes[] calldata records,
        uint64 taken,
        string calldata commands
    ) external returns (uint64 sequence, bytes32 hash) {
        emit Named(stream, heads[stream].sequence + 1, commands);
        return _append(stream, expected, records, taken);
    }

    /// Anybody's way in: a command that the writers have to take within the delay, in the order of the offers.
    function offer(bytes32 stream, bytes calldata command) external returns (uint64 index) {
        if (admin[stream] == address(0)) revert StreamUnknown(stream);
        if (command.length == 0 || command.length > MAX_OFFER) revert OfferTooLarge(command.length);
        index = heads[stream].offered++;
        offeredAt[stream][index] = uint64(block.timestamp);
        emit Offered(stream, index, msg.sender, command);
    }

    function _append(bytes32 stream, bytes32 expected, bytes[] calldata records, uint64 taken)
        private
        returns (uint64 sequence, bytes32 hash)
    {
        if (!mayWrite(stream, msg.sender)) revert NotWriter(stream, msg.sender);
        if (records.length == 0) revert BatchEmpty();
        Head memory last = heads[stream];
        (sequence, hash) = (last.sequence, last.hash);
        if (hash != expected) revert HeadMismatch(expected, hash, sequence);
        _checkInbox(stream, taken, last);
        for (uint256 i; i < records.length; ++i) {
            if (records[i].length > MAX_RECORD) revert RecordTooLarge(i, records[i].length);
            hash = _record(stream, ++sequence, hash, records[i]);
        }
        emit Appended(stream, last.sequence + 1, sequence, expected, hash, last.blockNumber, taken);
        anchor[stream][hash] = sequence;
        heads[stream] = Head(hash, sequence, uint64(block.number), taken, last.offered);
    }

    /// The cursor never goes back nor beyond what was offered, and moves on while the next offer is overdue. It needn't
    /// pass all that are: more than one call can take would otherwise stop the stream for good. A stream begins before it
    /// takes anything.
    function _checkInbox(bytes32 stream, uint64 taken, Head memory last) private view {
        if (taken < last.taken || taken > last.offered) revert InboxCursor(taken, last.taken, last.offered);
        if (taken > last.taken || taken == last.offered || last.sequence == 0) return;
        uint64 since = offeredAt[stream][taken];
        if (block.timestamp > uint256(since) + inboxDelay) revert InboxOverdue(taken, since);
    }

    /// Hashes and logs a record out of one copy: abi.encode(record) with the preimage's start over its first two words.
    function _record(bytes32 stream, uint64 sequence, bytes32 previous, bytes calldata record)
        private
        returns (bytes32 hash)
    {
        uint256 tag = TAG;
        bytes32 topic = Recorded.selector;
        assembly ("memory-safe") {
            let p := mload(0x40)
            let size := record.length
            calldatacopy(add(p, 0x40), record.offset, size)
            mstore(p, tag)
            mstore(add(p, 0x20), previous)
            if iszero(staticcall(gas(), 2, add(p, 13), add(size, 51), 0, 0x20)) { revert(0, 0) }
            hash := mload(0)
            mstore(p, 0x20)
            mstore(add(p, 0x20), size)
            mstore(add(add(p, 0x40), size), 0)
            log3(p, add(0x40, and(add(size, 31), not(31))), topic, stream, sequence)
        }
    }
}
