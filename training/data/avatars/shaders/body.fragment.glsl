centroid in vec3 place;
centroid in vec3 normal;
centroid in vec3 rest;
centroid in vec2 texture_place;
centroid in float cloth;     // below 0: skin under hair

uniform sampler2D picture;
uniform sampler2D surround;
uniform bool is_hair;

uniform vec3 skin[2];        // as displayed: face, hands
uniform float dye;           // 0 leaves clothes as their picture is, 1 gives them the two colours
uniform vec3 cloth_colour;   // linear
uniform vec3 second_colour;
uniform vec3 wave;           // radians a metre along x, y, z: stripes; checks where two are not 0
uniform float cloth_mean;    // linear luminance of the picture's clothes
uniform float waist;         // height of the resting body below which clothes have a colour of their own, metres
uniform vec3 lower_colour;
uniform float hair_mean;     // linear luminance of the picture of hair modelled on its own
uniform vec3 hair_colour;    // linear

out vec4 colour;

float pattern(vec3 where) {
    vec3 share = smoothstep(-0.15, 0.15, sin(where * wave)) * vec3(notEqual(wave, vec3(0)));
    float kinds = dot(vec3(notEqual(wave, vec3(0))), vec3(1));
    return kinds == 0.0 ? 0.0 : dot(share, vec3(1)) / kinds;
}

// How unlike skin a colour is: skin in a fold is darker, but not of another tint.
float unlike(vec3 shown, vec3 bare) {
    vec3 tint = shown / (dot(shown, vec3(1)) + 0.15) - bare / (dot(bare, vec3(1)) + 0.15);
    return 3 * length(tint) + 0.25 * abs(dot(shown - bare, vec3(1.0 / 3.0)));
}

void main() {
    vec3 shown = texture(picture, texture_place).rgb;
    vec3 albedo = to_linear(shown);
    float shine = 0.30;
    float rough = 3.0;
    if (is_hair) {
        float light = dot(albedo, vec3(0.2126, 0.7152, 0.0722)) / hair_mean;
        albedo = hair_colour * clamp(0.75 * sqrt(light), 0.35, 1.3);
    } else {
        float differs = smoothstep(0.18, 0.30, min(unlike(shown, skin[0]), unlike(shown, skin[1])));
        float dyed = max(cloth, 0) * differs;
        float fold = dot(albedo, vec3(0.2126, 0.7152, 0.0722)) / cloth_mean;
        vec3 upper = mix(cloth_colour, second_colour, pattern(rest));
        vec3 fabric = (rest.y < waist ? lower_colour : upper) * clamp(0.35 + 0.65 * fold, 0.0, 1.6);
        albedo = mix(albedo, fabric, dyed * dye);
        shine = mix(shine, 0.12, dyed);
        albedo = mix(albedo, 0.5 * hair_colour, clamp(-cloth, 0, 1));
    }
    vec3 n = normalize(normal);
    vec3 view = normalize(eye - place);
    n = dot(n, view) < -0.1 ? -n : n;
    vec3 mirrored = reflect(-view, n);
    vec2 seen = vec2(atan(mirrored.x, mirrored.z) / 6.2831853 + 0.5, acos(clamp(mirrored.y, -1, 1)) / 3.1415927);
    float grazing = 0.04 + 0.22 * pow(1 - clamp(dot(n, view), 0, 1), 5.0);
    vec3 lit = albedo * shine_on(n) + shine * grazing * textureLod(surround, seen, rough).rgb;
    colour = vec4(displayed(lit), 1);
}
