in vec3 in_place;
in vec3 in_tangent;
in vec3 in_normal;
in vec3 in_colour;
in uvec4 in_joints;
in vec4 in_weights;
in vec2 in_side_width;   // -1 or 1; pixels

uniform float lines;     // of the picture, pixels

centroid out vec3 shaded;   // strands are so thin that light hardly changes across them, or between two points

// A strand is lit like the coat it belongs to, but shows no side (Kajiya and Kay 1989).
vec3 shade(vec3 place, vec3 along, vec3 n) {
    vec3 across = normalize(n - along * dot(n, along) * 0.7);
    vec3 view = normalize(eye - place);
    // where most light comes from
    vec3 lamp = vec3(dot(harmonics[3], vec3(1)), dot(harmonics[1], vec3(1)), dot(harmonics[2], vec3(1)));
    vec3 towards = normalize(lamp + vec3(0, 1e-4, 0));
    float along_half = dot(along, normalize(view + towards));
    float gloss = pow(max(1 - along_half * along_half, 0), 30.0) * max(dot(n, towards) + 0.3, 0);
    // light from behind goes through hair, and glows at its outline
    float behind = pow(max(-dot(view, towards), 0), 2.0) * (1 - abs(dot(n, view)));
    vec3 through = sqrt(in_colour) * 0.6 * behind * shine_on(towards);
    return displayed(in_colour * shine_on(across) + 0.035 * gloss * shine_on(towards) + through);
}

void main() {
    mat4x3 moved = held(in_joints, in_weights);
    vec3 place = moved * vec4(in_place, 1);
    vec3 along = normalize(mat3(moved) * in_tangent);
    shaded = shade(place, along, normalize(mat3(moved) * in_normal));
    vec3 aside = normalize(cross(along, eye - place) + vec3(1e-6));
    // as wide in the picture at any distance: a hair is thinner than a pixel, and never thinner than samples resolve
    vec3 upright = vec3(camera[0].y, camera[1].y, camera[2].y);
    float pixel = 2 * (camera * vec4(place, 1)).w / (lines * length(upright));
    place += aside * in_side_width.x * in_side_width.y * 0.5 * pixel;
    gl_Position = camera * vec4(place, 1);
}
