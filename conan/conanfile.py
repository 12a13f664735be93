import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

required_conan_version = ">=2.9"


class TrailauditRecipe(ConanFile):
    name = "trailaudit"
    description = "Audits AWS CloudTrail set-ups from AWS's own answers"
    license = "Apache-2.0"
    topics = ("aws", "cloudtrail", "audit", "security", "compliance")

    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "header_only": [True, False]}
    default_options = {"shared": False, "fPIC": True, "header_only": False}

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "..", "CMakeLists.txt"))
        self.version = re.search(r"project\(trailaudit VERSION ([0-9.]+)", text).group(1)

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "lib/*.cpp"):
            copy(self, pattern, src=root, dst=self.export_sources_folder)

    def config_options(self):
        if self.settings.os == "Windows":
            del self.options.fPIC

    def configure(self):
        if self.options.header_only:
            self.options.rm_safe("shared")
        if self.options.header_only or self.options.get_safe("shared"):
            self.options.rm_safe("fPIC")

    def layout(self):
        self.folders.root = ".."
        cmake_layout(self)

    def requirements(self):
        # Boost is used as headers; fmt by the bodies alone, which are headers when header_only.
        self.requires("boost/[>=1.81]", transitive_headers=True, libs=False)
        self.requires("fmt/[>=9.1]", transitive_headers=bool(self.options.header_only), libs=False)

    def package_id(self):
        if self.info.options.header_only:
            self.info.clear()

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.variables["TRAILAUDIT_BUILD_COMPILED"] = not self.options.header_only
        toolchain.variables["TRAILAUDIT_BUILD_TESTS"] = False
        toolchain.variables["TRAILAUDIT_BUILD_EXAMPLES"] = False
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # Consumers use the package config that the library installs, not one made up by Conan.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/trailaudit"]
        if self.options.header_only:
            self.cpp_info.bindirs = []
            self.cpp_info.libdirs = []
        else:
            self.cpp_info.libs = ["trailaudit"]
            self.cpp_info.defines = ["TRAILAUDIT_COMPILED"]
            if self.options.get_safe("shared"):
                self.cpp_info.defines.append("TRAILAUDIT_SHARED")
