// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import "./Refusals.sol";

/// @title The currency of a credit community: members pay each other within lines, and balances go below zero.
/// @notice Nobody issues it: all balances, the reserve and what was lost sum to zero, always. `balanceOf` shows the
/// positive part of a balance, so that wallets and markets see a token; what is drawn is minted and what is paid back
/// burned in the log, which therefore sums to `balanceOf`.
/// Spec: trade-credit.md#members without stake; evm-native.md#credit-currency.
contract CreditCurrency {
    /// One word, read and written once for each side of a payment.
    struct Account {
        int128 balance;
        /// The line's limit, and in the highest bit whether this is a member without a cap: the common case needs no
        /// other word.
        uint128 terms;
    }

    struct Line {
        uint64 issued;
        uint64 expires;
        uint64 grace;
        bool member;
        bool capped;
        bool defaulted;
    }

    /// What is left of a debt that defaulted: what the reserve absorbed, and what nobody did.
    struct Loss {
        uint128 reserve;
        uint128 rest;
    }

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event Admitted(address indexed member, uint256 limit, uint256 expires, uint256 grace, uint256 cap);
    event Noted(address indexed from, address indexed to, uint256 amount, string note);
    event Defaulted(address indexed member, uint256 debt, uint256 reserve, uint256 rest);
    event Repaid(address indexed member, uint256 rest, uint256 reserve);

    error NetworkNotOperator(address account);
    error MemberUnknown(address account);
    error MemberDefaulted(address account);
    error MemberNotDefaulted(address account);
    error MemberLineNotOver(uint256 over);
    error MemberNoDebt(address account);
    error RepaymentExceedsLoss(uint256 most);

    uint256 private constant UNCAPPED = 1 << 127;

    string public name;
    string public symbol;
    uint8 public immutable decimals;
    /// Who admits members and sets their lines.
    address public immutable operator;

    /// Sum of all positive balances, the reserve's included: what others owe.
    uint256 public totalSupply;
    /// Debts that nobody has paid and nothing has absorbed.
    uint256 public lostDebt;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    mapping(address member => Line) public lines;
    mapping(address member => Loss) public losses;

    /// The reserve is this contract's own account.
    mapping(address account => Account) private accounts;
    mapping(address member => uint256) private caps;

    constructor(string memory name_, string memory symbol_, uint8 decimals_, address operator_) {
        if (operator_ == address(0)) revert InputInvalid();
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
        operator = operator_;
    }

    modifier onlyOperator() {
        if (msg.sender != operator) revert NetworkNotOperator(msg.sender);
        _;
    }

    /// Admits a member, or gives one other terms. A limit below its debt, like an end in the past, leaves a member that
    /// can only receive. `cap`: most that a payment may leave it with; the greatest integer for none.
    function admit(address member, uint256 limit, uint256 expires, uint256 grace, uint256 cap) external {
        bool capped = cap != type(uint256).max;
        if (member == address(0) || member == address(this)) revert InputInvalid();
        if (limit > MAX_AMOUNT || expires > MAX_TIME || grace > MAX_TIME || (capped && cap > MAX_AMOUNT)) {
            revert InputInvalid();
        }
        if (msg.sender != operator) revert NetworkNotOperator(msg.sender);
        bool defaulted = lines[member].defaulted;
        if (defaulted && limit > 0) revert MemberDefaulted(member);
        lines[member] =
            Line(uint64(block.timestamp), uint64(expires), uint64(grace), true, capped, defaulted);
        accounts[member].terms = uint128(capped ? limit : limit | UNCAPPED);
        if (capped) caps[member] = cap;
        emit Admitted(member, limit, expires, grace, cap);
    }

    /// Pays a member.
    function pay(address to, uint256 amount) public {
        if (amount == 0 || amount > MAX_AMOUNT) revert InputInvalid();
        _demandMember(to);
        _pay(msg.sender, to, amount);
    }

    /// Pays a member, with what the payment is known by elsewhere: an invoice, an order.
    function payNoted(address to, uint256 amount, string calldata note) external {
        pay(to, amount);
        emit Noted(msg.sender, to, amount, note);
    }

    /// A gift to the reserve, which absorbs what members leave unpaid.
    function contribute(uint256 amount) external {
        if (amount == 0 || amount > MAX_AMOUNT) revert InputInvalid();
        _pay(msg.sender, address(this), amount);
    }

    /// Ends the debt of a member whose line and grace are over: the reserve absorbs what it can.
    function defaultMember(address member) external onlyOperator {
        _demandMember(member);
        Line storage line = lines[member];
        if (line.defaulted) revert MemberDefaulted(member);
        uint256 over = uint256(line.expires) + line.grace;
        if (block.timestamp < over) revert MemberLineNotOver(over);
        Account storage account = accounts[member];
        int256 balance = account.balance;
        if (balance >= 0) revert MemberNoDebt(member);
        uint256 debt = uint256(-balance);
        if (lostDebt + debt > MAX_AMOUNT) revert AccountBelowFloor(address(0), MAX_AMOUNT - lostDebt, debt);
        account.balance = 0;
        account.terms = uint128(account.terms & UNCAPPED);
        uint256 fund = uint256(int256(accounts[address(this)].balance));
        uint256 reserve = debt < fund ? debt : fund;
        uint256 rest = debt - reserve;
        if (reserve > 0) {
            accounts[address(this)].balance -= int128(uint128(reserve));
            totalSupply -= reserve;
            emit Transfer(address(this), address(0), reserve);
        }
        lostDebt += rest;
        line.defaulted = true;
        losses[member] = Loss(uint128(reserve), uint128(rest));
        emit Defaulted(member, debt, reserve, rest);
    }

    /// A member that defaulted pays back: first what nobody absorbed, then the reserve.
    function repay(uint256 amount) external {
        if (amount == 0 || amount > MAX_AMOUNT) revert InputInvalid();
        _demandMember(msg.sender);
        if (!lines[msg.sender].defaulted) revert MemberNotDefaulted(msg.sender);
        Loss memory loss = losses[msg.sender];
        uint256 most = uint256(loss.rest) + loss.reserve;
        if (amount > most) revert RepaymentExceedsLoss(most);
        uint256 rest = amount < loss.rest ? amount : loss.rest;
        uint256 reserve = amount - rest;
        // in the order of two transfers, the second of which may pass the greatest balance
        Account storage account = accounts[msg.sender];
        int256 floor = -int256(_limitOf(msg.sender, account.terms));
        int256 balance = account.balance;
        if (balance - int256(rest) < floor) revert AccountBelowFloor(msg.sender, _above(balance, floor), rest);
        int256 fund = accounts[address(this)].balance;
        if (fund + int256(reserve) > int256(MAX_AMOUNT)) revert AmountOverflow();
        if (balance - int256(amount) < floor) revert AccountBelowFloor(msg.sender, _above(balance, floor), amount);
        if (rest > 0) {
            // who is in default has no line, so that what it pays is what it has
            account.balance = int128(balance - int256(rest));
            totalSupply -= rest;
            lostDebt -= rest;
            emit Transfer(msg.sender, address(0), rest);
        }
        if (reserve > 0) _pay(msg.sender, address(this), reserve);
        if (amount == most) {
            delete losses[msg.sender];
            lines[msg.sender].defaulted = false;
        } else {
            losses[msg.sender] = Loss(loss.reserve - uint128(reserve), loss.rest - uint128(rest));
        }
        emit Repaid(msg.sender, rest, reserve);
    }

    /// As ERC-20 asks, a transfer of zero is one, and moves nothing.
    function transfer(address to, uint256 value) external returns (bool) {
        _demandMember(to);
        _pay(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) {
            if (allowed < value) revert ERC20InsufficientAllowance(msg.sender, allowed, value);
            unchecked {
                allowance[from][msg.sender] = allowed - value;
            }
        }
        _demandMember(to);
        _pay(from, to, value);
        return true;
    }

    /// An allowance reaches the line as well: whoever spends it can draw it.
    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    /// The positive part of a balance.
    function balanceOf(address account) external view returns (uint256) {
        int256 balance = accounts[account].balance;
        return balance > 0 ? uint256(balance) : 0;
    }

    function signedBalanceOf(address account) external view returns (int256) {
        return accounts[account].balance;
    }

    /// How far below zero the balance may go now.
    function creditLimitOf(address account) external view returns (uint256) {
        return _limitOf(account, accounts[account].terms);
    }

    /// What the account can pay now: what it has, and what is left of its line.
    function spendableOf(address account) external view returns (uint256) {
        Account memory row = accounts[account];
        return _above(row.balance, -int256(_limitOf(account, row.terms)));
    }

    /// Terms of a member, as they were set; `cap` is the greatest integer where there is none.
    function termsOf(address member) external view returns (uint256 limit, uint256 cap) {
        limit = accounts[member].terms & MAX_AMOUNT;
        cap = lines[member].capped ? caps[member] : type(uint256).max;
    }

    /// What the reserve has.
    function reserveBalance() external view returns (uint256) {
        return uint256(int256(accounts[address(this)].balance));
    }

    function _limitOf(address account, uint256 terms) private view returns (uint256) {
        uint256 limit = terms & MAX_AMOUNT;
        return limit > 0 && block.timestamp < lines[account].expires ? limit : 0;
    }

    function _above(int256 balance, int256 floor) private pure returns (uint256) {
        return balance > floor ? uint256(balance - floor) : 0;
    }

    function _demandMember(address account) private view {
        if (accounts[account].terms & UNCAPPED == 0 && !lines[account].member) revert MemberUnknown(account);
    }

    function _pay(address from, address to, uint256 value) private {
        Account memory source = accounts[from];
        Account memory target = accounts[to];
        if (value > MAX_AMOUNT) revert AmountOverflow();
        int256 amount = int256(value);
        int256 toBefore = target.balance;
        int256 toAfter = toBefore + amount;
        if (toAfter > int256(MAX_AMOUNT)) revert AmountOverflow();
        if (from == to) revert TransferToSelf();
        int256 fromBefore = source.balance;
        int256 fromAfter = fromBefore - amount;
        // the line is read only where it is drawn
        if (fromAfter < 0 && value > 0) {
            int256 floor = -int256(_limitOf(from, source.terms));
            if (fromAfter < floor) revert AccountBelowFloor(from, _above(fromBefore, floor), value);
        }
        if (value > 0 && target.terms & UNCAPPED == 0 && to != address(this)) {
            uint256 cap = caps[to];
            if (toAfter > int256(cap)) revert AccountAboveCeiling(to, cap);
        }
        accounts[from].balance = int128(fromAfter);
        accounts[to].balance = int128(toAfter);
        _show(from, to, value, fromBefore, toBefore);
    }

    /// What ERC-20 sees of a payment: what was drawn comes to be, what was paid back ceases.
    function _show(address from, address to, uint256 value, int256 fromBefore, int256 toBefore) private {
        uint256 had = fromBefore > 0 ? uint256(fromBefore) : 0;
        uint256 owed = toBefore < 0 ? uint256(-toBefore) : 0;
        uint256 drawn = value > had ? value - had : 0;
        uint256 repaid = value < owed ? value : owed;
        if (drawn > 0) emit Transfer(address(0), from, drawn);
        emit Transfer(from, to, value);
        if (repaid > 0) emit Transfer(to, address(0), repaid);
        if (drawn != repaid) totalSupply = totalSupply + drawn - repaid;
    }
}
