#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailaudit::inline v0 {

template <class T>
class list;

namespace detail {

// Puts a value back to its initial state but keeps its memory. It is the first argument of every
// `recycle`, so that overloads declared later (records, in `fields.hpp`) are found where the
// template is instantiated.
struct recycler {
  template <class T>
  void operator()(T& value) const noexcept {
    recycle(*this, value);
  }
};

inline void recycle(recycler, std::string& value) noexcept {
  if (!value.empty()) { // the buffer of an empty one is not touched
    value.clear();
  }
}
template <class T>
void recycle(recycler, list<T>& value) noexcept {
  value.clear();
}

} // namespace detail

/// A sequence that owns its elements and keeps their memory when it is cleared.
///
/// Reading one account after another into the same snapshot then allocates nothing: a string that
/// was there before is filled again. Otherwise it is what `std::vector` is: contiguous, ordered,
/// copied by value. References are invalid after the sequence grows.
template <class T>
class list {
public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = T const*;

  list() = default;
  list(std::initializer_list<T> values) : slots_(values), size_(slots_.size()) {}
  list(list const& other) : slots_(other.begin(), other.end()), size_(other.size_) {}
  list(list&& other) noexcept
      : slots_(std::move(other.slots_)), size_(std::exchange(other.size_, std::size_t{0})) {}
  list& operator=(list const& other) {
    if (this != &other) {
      clear();
      slots_.reserve(other.size_);
      for (auto const& each : other) {
        emplace_back() = each; // into the memory of what was there
      }
    }
    return *this;
  }
  list& operator=(list&& other) noexcept {
    slots_ = std::move(other.slots_);
    size_ = std::exchange(other.size_, std::size_t{0});
    return *this;
  }
  ~list() = default;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] T* data() noexcept { return slots_.data(); }
  [[nodiscard]] T const* data() const noexcept { return slots_.data(); }
  [[nodiscard]] T* begin() noexcept { return data(); }
  [[nodiscard]] T* end() noexcept { return data() + size_; }
  [[nodiscard]] T const* begin() const noexcept { return data(); }
  [[nodiscard]] T const* end() const noexcept { return data() + size_; }
  [[nodiscard]] T& operator[](std::size_t at) noexcept { return slots_[at]; }
  [[nodiscard]] T const& operator[](std::size_t at) const noexcept { return slots_[at]; }
  [[nodiscard]] T const& front() const noexcept { return slots_[0]; }
  [[nodiscard]] T& back() noexcept { return slots_[size_ - 1]; }
  [[nodiscard]] T const& back() const noexcept { return slots_[size_ - 1]; }

  /// A new element in its initial state, at the end.
  T& emplace_back() {
    if (size_ == slots_.size()) {
      slots_.emplace_back();
    } else {
      detail::recycler{}(slots_[size_]);
    }
    return slots_[size_++];
  }
  void push_back(T value) { emplace_back() = std::move(value); }
  void pop_back() noexcept { --size_; }
  void clear() noexcept { size_ = 0; }

  friend bool operator==(list const& left, list const& right) {
    if (left.size_ != right.size_) {
      return false;
    }
    for (std::size_t at = 0; at != left.size_; ++at) {
      if (!(left.slots_[at] == right.slots_[at])) {
        return false;
      }
    }
    return true;
  }

private:
  std::vector<T> slots_{};
  std::size_t size_ = 0;
};

/// A value that may be missing and keeps its memory while it is.
template <class T>
class maybe {
public:
  using value_type = T;

  maybe() = default;
  maybe(T value)
      : value_(std::move(value)), present_(true) {} // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const noexcept { return present_; }
  [[nodiscard]] explicit operator bool() const noexcept { return present_; }
  [[nodiscard]] T const& operator*() const noexcept { return value_; }
  [[nodiscard]] T const* operator->() const noexcept { return &value_; }
  [[nodiscard]] T& operator*() noexcept { return value_; }
  [[nodiscard]] T* operator->() noexcept { return &value_; }
  /// The value, or null where there is none.
  [[nodiscard]] T const* get() const noexcept { return present_ ? &value_ : nullptr; }

  /// The value in its initial state.
  T& emplace() {
    detail::recycler{}(value_);
    present_ = true;
    return value_;
  }
  void reset() noexcept { present_ = false; }

  friend bool operator==(maybe const& left, maybe const& right) {
    return left.present_ == right.present_ && (!left.present_ || left.value_ == right.value_);
  }

private:
  T value_{};
  bool present_ = false;
};

/// A text that most answers do not have: as wide as a pointer, and it keeps its memory while it is
/// empty. A snapshot has many of them, so that their width is what reading one costs.
class rare_text {
public:
  rare_text() = default;
  explicit rare_text(std::string_view text) { assign(text); }
  rare_text(rare_text const& other) : rare_text(other.view()) {}
  rare_text(rare_text&& other) noexcept = default;
  rare_text& operator=(rare_text const& other) {
    if (this != &other) {
      assign(other.view());
    }
    return *this;
  }
  rare_text& operator=(rare_text&& other) noexcept = default;
  rare_text& operator=(std::string_view text) {
    assign(text);
    return *this;
  }
  ~rare_text() = default;

  [[nodiscard]] std::string_view view() const noexcept {
    return text_ == nullptr ? std::string_view{} : std::string_view{*text_};
  }
  // NOLINTNEXTLINE(google-explicit-constructor): it is a text
  [[nodiscard]] operator std::string_view() const noexcept { return view(); }
  [[nodiscard]] bool empty() const noexcept { return text_ == nullptr || text_->empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return view().size(); }

  void assign(std::string_view text) {
    if (text_ != nullptr || !text.empty()) {
      string().assign(text);
    }
  }
  void clear() noexcept {
    if (text_ != nullptr) {
      text_->clear();
    }
  }
  /// To be filled in place.
  [[nodiscard]] std::string& string() {
    if (text_ == nullptr) {
      text_ = std::make_unique<std::string>();
    }
    return *text_;
  }

  friend bool operator==(rare_text const& left, rare_text const& right) noexcept {
    return left.view() == right.view();
  }
  friend bool operator==(rare_text const& left, std::string_view right) noexcept {
    return left.view() == right;
  }

private:
  std::unique_ptr<std::string> text_{};
};

/// What AWS writes as one value or as a list of them: `"Action": "s3:GetObject"`.
template <class T>
struct one_or_many {
  list<T> values{};
  bool listed = false; ///< a list, though it holds one value or none; two or more always are
  [[nodiscard]] bool is_list() const noexcept { return listed || values.size() > 1; }
  friend bool operator==(one_or_many const&, one_or_many const&) = default;
};

/// A document that AWS hands over as JSON text inside a JSON string. A plain object is read as
/// well.
template <class T>
struct json_text {
  T value{};
  friend bool operator==(json_text const&, json_text const&) = default;
};

/// A document that IAM hands over as JSON text, percent-encoded (RFC 3986), inside a JSON string.
/// The AWS CLI and boto3 decode it to an object; object, JSON text and encoded text are read alike.
template <class T>
struct encoded_json_text : json_text<T> {
  friend bool operator==(encoded_json_text const&, encoded_json_text const&) = default;
};

namespace detail {

inline void recycle(recycler, rare_text& value) noexcept { value.clear(); }
template <class T>
void recycle(recycler, maybe<T>& value) noexcept {
  value.reset();
}
template <class T>
void recycle(recycler, one_or_many<T>& value) noexcept {
  value.values.clear();
  value.listed = false;
}
template <class T>
void recycle(recycler reset, json_text<T>& value) noexcept {
  reset(value.value);
}

} // namespace detail
} // namespace trailaudit::inline v0
