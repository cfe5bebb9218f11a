// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

interface IAnchors {
    function anchor(bytes32 stream, bytes32 hash) external view returns (uint64 sequence);
}

interface IToken {
    function balanceOf(address account) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// @title Custody of ERC-20 tokens for one stream of a journal contract.
/// @notice What arrives becomes claims in the system that the stream keeps; it leaves when enough attesters say that the
/// system has let it go, by a record under a head that the journal contract has. Nothing can be upgraded, and nobody
/// but the attesters can move a token.
/// Spec: evm.md#vault.
contract Vault {
    struct Withdrawal {
        bytes32 stream;
        uint64 sequence;
        bytes32 head;
        bytes32 command;
        address token;
        address to;
        uint256 amount;
        uint64 nonce;
        uint64 deadline;
        uint64 attesterSet;
    }

    event Deposited(
        uint64 indexed index, address indexed from, address indexed token, uint256 amount, string party
    );
    event Withdrawn(
        uint64 indexed index, uint64 indexed nonce, address indexed to, address token, uint256 amount, bytes32 command
    );
    event Rotated(uint64 indexed attesterSet, address[] attesters, uint64 threshold);
    event PausedUntil(uint64 until);

    error Reentered();
    error Paused(uint64 until);
    error NotGuardian(address account);
    error PauseTooSoon(uint64 from);
    error SetInvalid();
    error TokenInvalid(address token);
    error TokenUnknown(address token);
    error PartyInvalid();
    error NothingReceived();
    error AmountTooLarge(uint256 amount);
    error TransferFailed(address token);
    error DebitMismatch(address token, uint256 amount, uint256 debit);
    error WrongStream(bytes32 stream);
    error Expired(uint64 deadline);
    error WrongSet(uint64 attesterSet);
    error NonceUsed(uint64 nonce);
    error RecipientInvalid(address to);
    error HeadUnknown(bytes32 head, uint64 sequence);
    error CustodyExceeded(address token, uint256 amount, uint256 custody);
    error TooFewSignatures(uint256 given, uint64 threshold);
    error SignatureInvalid(uint256 index);
    error NotAttester(address signer);
    error SignaturesUnsorted(uint256 index);

    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant WITHDRAWAL = keccak256(
        "Withdrawal(bytes32 stream,uint64 sequence,bytes32 head,bytes32 command,address token,address to,uint256 amount,uint64 nonce,uint64 deadline,uint64 attesterSet)"
    );
    bytes32 private constant ROTATION =
        keccak256("Rotation(address[] attesters,uint64 threshold,uint64 attesterSet,uint64 deadline)");
    /// No balance of the system reaches 2^127.
    uint256 private constant MAX_CUSTODY = 2 ** 127 - 1;
    uint256 private constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    IAnchors public immutable journal;
    bytes32 public immutable stream;
    address public immutable guardian;
    /// Seconds that a pause lasts at most, and that lie between two.
    uint64 public immutable pauseFor;

    uint64 public attesterSet;
    uint64 public threshold;
    uint64 public deposits;
    uint64 public withdrawals;
    uint64 public pausedUntil;
    uint64 public pausableFrom;
    bool private transient entered;

    /// Tokens that are kept; the list never changes.
    mapping(address token => bool) public accepted;
    /// What was deposited and not withdrawn; what is sent here otherwise is nobody's.
    mapping(address token => uint256) public custody;
    mapping(uint64 set => mapping(address => bool)) public attester;
    mapping(uint256 word => uint256) private used;

    modifier once() {
        if (entered) revert Reentered();
        entered = true;
        _;
        entered = false;
    }

    modifier running() {
        if (block.timestamp < pausedUntil) revert Paused(pausedUntil);
        _;
    }

    constructor(
        IAnchors journal_,
        bytes32 stream_,
        address guardian_,
        uint64 pauseFor_,
        uint64 threshold_,
        address[] memory tokens,
        address[] memory attesters
    ) {
        (journal, stream, guardian, pauseFor) = (journal_, stream_, guardian_, pauseFor_);
        for (uint256 i; i < tokens.length; ++i) {
            if (tokens[i].code.length == 0) revert TokenInvalid(tokens[i]);
            accepted[tokens[i]] = true;
        }
        _rotate(attesters, threshold_);
    }

    /// Takes tokens in for a party of the system. What counts is what arrives.
    function deposit(address token, uint256 amount, string calldata party)
        external
        once
        running
        returns (uint256 received)
    {
        if (!accepted[token]) revert TokenUnknown(token);
        if (!_isId(bytes(party))) revert PartyInvalid();
        uint256 before = IToken(token).balanceOf(address(this));
        _call(token, abi.encodeCall(IToken.transferFrom, (msg.sender, address(this), amount)));
        uint256 afterwards = IToken(token).balanceOf(address(this));
        if (afterwards <= before) revert NothingReceived();
        received = afterwards - before;
        if (received > MAX_CUSTODY - custody[token]) revert AmountTooLarge(received);
        custody[token] += received;
        emit Deposited(deposits++, msg.sender, token, received, party);
    }

    /// Pays out what the system has let go. Anybody may send it; the signatures say where to.
    function withdraw(Withdrawal calldata w, bytes[] calldata signatures) external once running {
        if (w.stream != stream) revert WrongStream(w.stream);
        _checkTerms(w.deadline, w.attesterSet);
        uint256 bit = 1 << (w.nonce & 255);
        if (used[w.nonce >> 8] & bit != 0) revert NonceUsed(w.nonce);
        if (w.to == address(0) || w.to == address(this)) revert RecipientInvalid(w.to);
        uint64 anchored = journal.anchor(stream, w.head);
        if (anchored == 0 || anchored < w.sequence) revert HeadUnknown(w.head, w.sequence);
        uint256 kept = custody[w.token];
        if (w.amount > kept) revert CustodyExceeded(w.token, w.amount, kept);
        _checkSignatures(keccak256(abi.encode(WITHDRAWAL, w)), signatures);

        used[w.nonce >> 8] |= bit;
        custody[w.token] = kept - w.amount;
        emit Withdrawn(withdrawals++, w.nonce, w.to, w.token, w.amount, w.command);
        uint256 before = IToken(w.token).balanceOf(address(this));
        _call(w.token, abi.encodeCall(IToken.transfer, (w.to, w.amount)));
        uint256 afterwards = IToken(w.token).balanceOf(address(this));
        uint256 debit = before > afterwards ? before - afterwards : 0;
        // A token that took more would pay one party out of what is another's.
        if (debit != w.amount) revert DebitMismatch(w.token, w.amount, debit);
    }

    /// Replaces the attesters, by the word of the present ones. Withdrawals that they signed and nobody sent are void.
    function rotate(address[] calldata attesters, uint64 threshold_, uint64 deadline, bytes[] calldata signatures)
        external
    {
        _checkTerms(deadline, attesterSet);
        bytes32 list = keccak256(abi.encodePacked(attesters));
        _checkSignatures(keccak256(abi.encode(ROTATION, list, threshold_, attesterSet, deadline)), signatures);
        _rotate(attesters, threshold_);
    }

    /// Stops deposits and withdrawals for a while. The next pause has to wait as long: nobody can be kept in.
    function pause() external {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        if (block.timestamp < pausableFrom) revert PauseTooSoon(pausableFrom);
        pausedUntil = uint64(block.timestamp) + pauseFor;
        pausableFrom = pausedUntil + pauseFor;
        emit PausedUntil(pausedUntil);
    }

    function unpause() external {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        pausedUntil = 0;
        emit PausedUntil(0);
    }

    function isUsed(uint64 nonce) external view returns (bool) {
        return used[nonce >> 8] & (1 << (nonce & 255)) != 0;
    }

    /// Of the chain that this runs on, also after a split of it.
    function domainSeparator() public view returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN, keccak256("Symbolon Vault"), keccak256("1"), block.chainid, address(this))
        );
    }

    function _checkTerms(uint64 deadline, uint64 set) private view {
        if (block.timestamp > deadline) revert Expired(deadline);
        if (set != attesterSet) revert WrongSet(set);
    }

    /// Signers in ascending order, so that none counts twice.
    function _checkSignatures(bytes32 message, bytes[] calldata signatures) private view {
        if (signatures.length < threshold) revert TooFewSignatures(signatures.length, threshold);
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", domainSeparator(), message));
        address last;
        for (uint256 i; i < signatures.length; ++i) {
            address signer = _recover(digest, signatures[i], i);
            if (!attester[attesterSet][signer]) revert NotAttester(signer);
            if (signer <= last) revert SignaturesUnsorted(i);
            last = signer;
        }
    }

    function _recover(bytes32 digest, bytes calldata signature, uint256 index) private pure returns (address signer) {
        if (signature.length != 65) revert SignatureInvalid(index);
        bytes32 s = bytes32(signature[32:64]);
        if (uint256(s) > HALF_ORDER) revert SignatureInvalid(index);
        signer = ecrecover(digest, uint8(signature[64]), bytes32(signature[:32]), s);
        if (signer == address(0)) revert SignatureInvalid(index);
    }

    function _rotate(address[] memory attesters, uint64 threshold_) private {
        if (threshold_ == 0 || threshold_ > attesters.length) revert SetInvalid();
        uint64 set = ++attesterSet;
        threshold = threshold_;
        address last;
        for (uint256 i; i < attesters.length; ++i) {
            if (attesters[i] <= last) revert SetInvalid();
            last = attesters[i];
            attester[set][last] = true;
        }
        emit Rotated(set, attesters, threshold_);
    }

    /// Tokens answer true, nothing, or don't.
    function _call(address token, bytes memory data) private {
        (bool done, bytes memory answer) = token.call(data);
        if (!done || (answer.length != 0 && (answer.length < 32 || uint256(bytes32(answer)) != 1))) {
            revert TransferFailed(token);
        }
    }

    /// Whether the system could have a party of this name: [A-Za-z0-9][A-Za-z0-9._~-]{0,63}.
    function _isId(bytes calldata name) private pure returns (bool) {
        if (name.length == 0 || name.length > 64) return false;
        for (uint256 i; i < name.length; ++i) {
            uint8 c = uint8(name[i]);
            bool alphanumeric = (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
            if (!alphanumeric && (i == 0 || (c != 45 && c != 46 && c != 95 && c != 126))) return false;
        }
        return true;
    }
}
