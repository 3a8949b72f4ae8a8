in vec3 in_place;
in vec3 in_tangent;
in vec3 in_normal;
in vec3 in_colour;
in uvec4 in_joints;
in vec4 in_weights;
in vec2 in_side_width;

centroid out vec3 place;
centroid out vec3 tangent;
centroid out vec3 normal;
centroid out vec3 albedo;

void main() {
    mat4x3 moved = held(in_joints, in_weights);
    place = moved * vec4(in_place, 1);
    tangent = mat3(moved) * in_tangent;
    normal = mat3(moved) * in_normal;
    albedo = in_colour;
    vec3 aside = normalize(cross(tangent, eye - place) + vec3(1e-6));
    place += aside * in_side_width.x * in_side_width.y;
    gl_Position = camera * vec4(place, 1);
}
