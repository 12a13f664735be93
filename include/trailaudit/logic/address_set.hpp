#pragma once

#include <trailaudit/detail/config.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Sets of IPv4 and IPv6 addresses: reading addresses and networks, union, intersection and
/// complement, how much a set holds, and one address for each part that some ranges cut the
/// addresses into.
///
/// The families never meet: an IPv4 address is in no IPv6 range, and an IPv4-mapped address
/// (`::ffff:192.0.2.1`) is an IPv6 address like any other. All answers are exact. All functions are
/// pure and may be called by any number of threads at once.

namespace trailaudit::inline v0 {

/// An address. IPv4 comes before IPv6, and within a family the order is that of the numbers.
struct address {
  bool is_v6 = false;
  std::uint64_t high = 0; ///< of IPv6 the first 64 bits; of IPv4 zero
  std::uint64_t low = 0;  ///< of IPv6 the last 64 bits; of IPv4 its 32

  // NOLINTNEXTLINE(modernize-use-nullptr): it takes the generated 0 for a pointer
  friend auto operator<=>(address const& left, address const& right) = default;
};

/// Reads an address.
///
/// IPv4: four decimal numbers up to 255. A number with a leading zero is refused: some readers take
/// it for octal. IPv6: every form of RFC 4291, 2.2, with `::` for one or more groups and with an
/// IPv4 address at the end, in either case of letters. Zones (`%eth0`), brackets, blanks and
/// prefix lengths are refused. Cost: the text's length; allocates nothing.
[[nodiscard]] TRAILAUDIT_API std::optional<address> parse_address(std::string_view text) noexcept;

/// The address as people write it: `192.0.2.1`; IPv6 after RFC 5952, in which IPv4-mapped addresses
/// alone end in an IPv4 address.
[[nodiscard]] TRAILAUDIT_API std::string to_string(address const& what);

/// The addresses from `first` to `last`, which is among them. A range whose ends are of two
/// families, or in the wrong order, has no addresses.
struct address_range {
  address first{};
  address last{};

  friend bool operator==(address_range const& left, address_range const& right) = default;
};

/// Reads a network, `192.0.2.0/24` or `2001:db8::/32`, or an address, which is a range of one.
///
/// Where bits are set beyond the prefix length, the range is the network that the address lies in:
/// `192.0.2.77/24` is `192.0.2.0/24`. The prefix length has neither sign nor leading zeros; masks
/// (`/255.255.255.0`) are refused. Cost: the text's length; allocates nothing.
[[nodiscard]] TRAILAUDIT_API std::optional<address_range>
parse_cidr(std::string_view text) noexcept;

[[nodiscard]] constexpr bool is_empty(address_range const& range) noexcept {
  return range.first.is_v6 != range.last.is_v6 || range.last < range.first;
}

[[nodiscard]] constexpr bool contains(address_range const& range, address const& what) noexcept {
  return !is_empty(range) && range.first <= what && what <= range.last;
}

/// Whether all addresses of the range are kept for private use by RFC 1918: `10.0.0.0/8`,
/// `172.16.0.0/12`, `192.168.0.0/16`. So `10.0.0.0/7` is not private; nor is anything of IPv6,
/// unique local addresses (`fc00::/7`) among it. A range without addresses is not private.
[[nodiscard]] TRAILAUDIT_API bool is_private(address_range const& range) noexcept;

/// A set of addresses.
///
///     auto const office = address_set(*parse_cidr("203.0.113.0/24"));
///     auto const elsewhere = ~office; // the rest of IPv4 and all of IPv6
///
/// Two sets are equal when they have the same members. Cost of an operator: the ranges of both.
class address_set {
public:
  /// Without members.
  address_set() noexcept = default;
  TRAILAUDIT_API explicit address_set(address_range const& range);
  /// The addresses of any of the ranges, which may overlap. Cost: that of sorting them.
  TRAILAUDIT_API explicit address_set(std::span<address_range const> ranges);

  TRAILAUDIT_API address_set& operator|=(address_set const& other);
  TRAILAUDIT_API address_set& operator&=(address_set const& other);
  [[nodiscard]] friend address_set operator|(address_set left, address_set const& right) {
    left |= right;
    return left;
  }
  [[nodiscard]] friend address_set operator&(address_set left, address_set const& right) {
    left &= right;
    return left;
  }
  /// All addresses of both families that are not in the set.
  [[nodiscard]] friend address_set operator~(address_set const& of) { return of.complement(); }
  friend bool operator==(address_set const& left, address_set const& right) = default;

  [[nodiscard]] bool is_empty() const noexcept { return ranges_.empty(); }
  /// Cost: the logarithm of the number of ranges; so does the next.
  [[nodiscard]] TRAILAUDIT_API bool contains(address const& what) const noexcept;
  /// Whether all addresses of the range are members. False if it has none.
  [[nodiscard]] TRAILAUDIT_API bool contains(address_range const& range) const noexcept;

  /// A member, if there is one; chosen as by `representatives`, of IPv4 where there is a choice.
  [[nodiscard]] TRAILAUDIT_API std::optional<address> witness() const noexcept;

  /// Whether the set has more members of IPv4 than a network of that prefix length, or more of IPv6
  /// than one of the other. Nothing is wider than the length 0; lengths beyond 32 and 128 count as
  /// those. `wider_than(4, 4)`: more than a sixteenth of either family.
  [[nodiscard]] TRAILAUDIT_API bool wider_than(unsigned length_v4,
                                               unsigned length_v6) const noexcept;

  /// The members as ranges, in order, with a gap between any two of a family.
  [[nodiscard]] std::span<address_range const> ranges() const noexcept { return ranges_; }

private:
  [[nodiscard]] TRAILAUDIT_API address_set complement() const;

  std::vector<address_range> ranges_{};
};

/// The same of one range: `wider_than(range, 8, 32)` is true of `10.0.0.0/7`, not of `10.0.0.0/8`.
[[nodiscard]] TRAILAUDIT_API bool wider_than(address_range const& range, unsigned length_v4,
                                             unsigned length_v6) noexcept;

/// One address of each part that the ends of the ranges cut the two families into, in order. Any
/// address is in the same of the ranges as the one that stands for its part, so that what holds of
/// these holds of all addresses: the parts outside all ranges have one as well.
///
/// Of each part it is an address kept for examples (`192.0.2.1`, `198.51.100.1`, `203.0.113.1`,
/// `2001:db8::1`) if it has one, or else its second address, or else its only one.
///
/// There are 2 + 2 × ranges at most. Cost: that of sorting them.
[[nodiscard]] TRAILAUDIT_API std::vector<address>
representatives(std::span<address_range const> ranges);

} // namespace trailaudit::inline v0

#if !defined(TRAILAUDIT_COMPILED)
#include <trailaudit/impl/address_set.ipp>
#endif
