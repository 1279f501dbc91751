#include "core/identity/words.hpp"

namespace tidings::identity {

// Each word stands for one byte, by its place: the order is part of the fingerprint and never changes. No two are
// nearer than two letters to each other, so that a slip of ear or finger does not turn one into another.
const std::array<std::string_view, 256> words{
    "acorn",  "almond", "anchor", "animal", "apple",  "april",  "artist", "aspen",  "atlas",  "autumn", "avenue",
    "bamboo", "banana", "barrel", "basil",  "basket", "bottle", "branch", "breeze", "bridge", "bubble", "bucket",
    "cactus", "camera", "candle", "canyon", "carpet", "cheese", "cherry", "circle", "citrus", "clover", "coffee",
    "comet",  "copper", "cotton", "cousin", "cradle", "daisy",  "desert", "dinner", "donkey", "dragon", "dusk",
    "dwarf",  "dynamo", "eagle",  "earth",  "echo",   "eclair", "elbow",  "ember",  "engine", "epoch",  "exit",
    "fabric", "falcon", "family", "farmer", "ferry",  "fiddle", "filter", "flame",  "fleet",  "focus",  "forest",
    "fossil", "frost",  "galaxy", "garden", "gazebo", "ginger", "glove",  "goblet", "golden", "guitar", "hammer",
    "harbor", "hawk",   "hazel",  "herald", "hockey", "hotel",  "hunter", "hybrid", "igloo",  "impact", "indigo",
    "island", "ivory",  "jacket", "jelly",  "jigsaw", "judge",  "kayak",  "kernel", "kimono", "kiosk",  "kitten",
    "koala",  "ladder", "lagoon", "laurel", "leader", "legend", "lemon",  "lentil", "linen",  "lizard", "lobby",
    "locker", "lotus",  "lunar",  "lyric",  "magnet", "mammal", "mango",  "maple",  "medal",  "melody", "mentor",
    "midday", "mirror", "mosaic", "motor",  "muffin", "museum", "myth",   "nectar", "needle", "nephew", "nickel",
    "night",  "noodle", "novel",  "nutmeg", "nylon",  "oasis",  "ocean",  "office", "olive",  "onion",  "opera",
    "orange", "orchid", "organ",  "osprey", "otter",  "oval",   "oxygen", "paddle", "palace", "panda",  "paper",
    "parrot", "peanut", "pebble", "pencil", "pepper", "phone",  "picnic", "pigeon", "pilot",  "planet", "pocket",
    "poem",   "potato", "prince", "prism",  "puzzle", "quarry", "quilt",  "quiver", "quota",  "rabbit", "radar",
    "ranger", "raven",  "recipe", "relay",  "rescue", "ribbon", "rodeo",  "root",   "rubber", "ruby",   "runway",
    "salad",  "salmon", "sandal", "satin",  "school", "shadow", "shell",  "shrimp", "signal", "silver", "siren",
    "sleigh", "snake",  "soda",   "sonnet", "spider", "square", "statue", "stone",  "studio", "sugar",  "sunset",
    "swan",   "symbol", "tablet", "tailor", "tavern", "tennis", "thumb",  "ticket", "tiger",  "toast",  "topaz",
    "torch",  "tower",  "treaty", "trophy", "tundra", "tunnel", "turtle", "twig",   "umpire", "uncle",  "utopia",
    "vacuum", "valley", "velvet", "venus",  "video",  "violin", "volume", "voyage", "waffle", "walnut", "water",
    "weaver", "wedge",  "whale",  "wheel",  "winter", "wolf",   "wonder", "wrist",  "yacht",  "yogurt", "zebra",
    "zenith", "zigzag", "zinc",
};

}  // namespace tidings::identity
